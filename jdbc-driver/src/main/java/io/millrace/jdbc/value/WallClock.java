package io.millrace.jdbc.value;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Instants of wall-clock times in the JVM's zone, as {@link Timestamp#valueOf(LocalDateTime)} and {@link java.sql.Date#valueOf(LocalDate)} give them. These
 * go through a calendar each time; here they are asked once a day of the calendar, and a day on which clocks are moved goes to them always. Kept by one
 * result, for one thread: a zone that is changed meanwhile is seen by the next.
 */
public final class WallClock {
    private static final int DAYS = 1024;
    private static final long DAY_SECONDS = 86_400;
    private static final long DAY_MILLIS = 86_400_000;

    private final long[] days = new long[DAYS];
    private final long[] startMillis = new long[DAYS];
    private final boolean[] even = new boolean[DAYS];

    public WallClock() {
        java.util.Arrays.fill(days, Long.MIN_VALUE);
    }

    private int slot(long day) {
        int slot = (int) (day & DAYS - 1);
        if (days[slot] != day) {
            LocalDate date = LocalDate.ofEpochDay(day);
            days[slot] = day;
            startMillis[slot] = java.sql.Date.valueOf(date).getTime();
            even[slot] = java.sql.Date.valueOf(date.plusDays(1)).getTime() - startMillis[slot] == DAY_MILLIS;
        }
        return slot;
    }

    /** The start of a day since 1970-01-01. */
    public java.sql.Date date(long day) {
        return new java.sql.Date(startMillis[slot(day)]);
    }

    /** A time on the wall clock, in seconds since 1970-01-01T00:00 and nanoseconds of the second. */
    public Timestamp timestamp(long seconds, int nanos) {
        long day = Math.floorDiv(seconds, DAY_SECONDS);
        int slot = slot(day);
        if (!even[slot]) {
            return Timestamp.valueOf(LocalDateTime.ofEpochSecond(seconds, nanos, java.time.ZoneOffset.UTC));
        }
        Timestamp timestamp = new Timestamp(startMillis[slot] + (seconds - day * DAY_SECONDS) * 1000);
        timestamp.setNanos(nanos);
        return timestamp;
    }
}
