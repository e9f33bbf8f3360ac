package io.millrace.storage.log;

/** How much of a log is kept: rows not older than {@code ageMicrosMax} and about {@code bytesMax} on disk; {@link #UNLIMITED} for either. */
public record Retention(long ageMicrosMax, long bytesMax) {
    public static final long UNLIMITED = -1;
    public static final Retention FOREVER = new Retention(UNLIMITED, UNLIMITED);

    public Retention {
        if (ageMicrosMax < UNLIMITED || bytesMax < UNLIMITED) {
            throw new IllegalArgumentException("retention of " + ageMicrosMax + " microseconds, " + bytesMax + " bytes");
        }
    }
}
