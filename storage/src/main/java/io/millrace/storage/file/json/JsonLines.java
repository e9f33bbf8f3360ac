package io.millrace.storage.file.json;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.file.text.ByteFeed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts bytes into lines; blank ones are passed over. A line is a range of {@link #buffer}, valid until the next {@link #next}. */
final class JsonLines implements JsonRecords {
    /** A longer line is taken for a file that is not JSON lines. */
    static final int LINE_BYTES_MAX = 256 << 20;

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int TEXT_MAX = 1000;

    private final ByteFeed feed;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int limit;
    private int at;
    private int start;
    private int end;
    private boolean ended;
    private long line;
    private long nextLine;

    /** Takes over {@code feed}, whose first byte is in line {@code firstLine}. */
    JsonLines(ByteFeed feed, long firstLine) {
        this.feed = feed;
        this.nextLine = firstLine;
    }

    @Override
    public boolean next() {
        while (true) {
            line = nextLine;
            start = at;
            int i = at;
            while (true) {
                if (i == limit) {
                    int scanned = i - start;
                    boolean more = refill();
                    i = start + scanned;
                    if (!more) {
                        break;
                    }
                } else if (buffer[i] == '\n') {
                    break;
                } else {
                    i++;
                }
            }
            if (i == limit && start == i) {
                at = i;
                return false;
            }
            end = i;
            at = Math.min(i + 1, limit);
            nextLine++;
            if (line == 1 && end - start >= 3 && (buffer[start] & 255) == 0xEF && (buffer[start + 1] & 255) == 0xBB
                    && (buffer[start + 2] & 255) == 0xBF) {
                start += 3;
            }
            if (!isBlank()) {
                return true;
            }
        }
    }

    private boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (buffer[i] > ' ' || buffer[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean refill() {
        if (ended) {
            return false;
        }
        int left = limit - start;
        if (left == buffer.length) {
            if (left >= LINE_BYTES_MAX) {
                throw new MillraceException(ErrorCode.MALFORMED_INPUT, "line " + line + " is longer than " + LINE_BYTES_MAX + " bytes");
            }
            buffer = Arrays.copyOf(buffer, 2 * left);
        }
        System.arraycopy(buffer, start, buffer, 0, left);
        start = 0;
        limit = left;
        int count = feed.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        return true;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String text() {
        return new String(buffer, start, Math.min(end - start, TEXT_MAX), StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public long bytesRead() {
        return feed.bytesRead();
    }

    @Override
    public void close() {
        feed.close();
    }
}
