package io.millrace.storage.file.csv;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.file.text.ByteFeed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts bytes into records and fields. A record ends at a line feed outside of quotes (a carriage return before it belongs to the end); a field is quoted
 * if its first byte is the quote. Fields are ranges of {@link #buffer}, valid until the next {@link #next}.
 */
final class CsvRecords implements AutoCloseable {
    /** A record that is longer is taken for a sign of a missing closing quote. */
    static final int RECORD_BYTES_MAX = 64 << 20;

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int TEXT_MAX = 1000;
    private static final byte QUOTED = 1;
    private static final byte ESCAPED = 2;

    private final ByteFeed feed;
    private final byte delimiter;
    private final int quote;
    private final int escape;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int limit;
    private int at;
    private boolean ended;
    private int recordStart;
    private long line;
    private int linesInRecord;
    private int fields;
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private byte[] flags = new byte[32];
    private byte[] scratch = new byte[256];
    private int unescapedLength;
    private String malformed;

    /** Takes over {@code feed}, whose first byte is in line {@code firstLine}. */
    CsvRecords(ByteFeed feed, CsvDialect dialect, long firstLine) {
        this.feed = feed;
        this.delimiter = dialect.comma();
        this.quote = dialect.quote();
        this.escape = dialect.escape();
        this.line = firstLine;
    }

    /** Passes over a byte order mark and then {@code lines} whole lines. */
    void skip(int lines) {
        refill();
        if (limit >= 3 && (buffer[0] & 255) == 0xEF && (buffer[1] & 255) == 0xBB && (buffer[2] & 255) == 0xBF) {
            at = 3;
        }
        for (int left = lines; left > 0; left--) {
            int end = at;
            while (end == limit || buffer[end] != '\n') {
                if (end == limit) {
                    recordStart = end;
                    at = end;
                    if (!refill()) {
                        return;
                    }
                    end = at;
                } else {
                    end++;
                }
            }
            at = end + 1;
            line++;
        }
    }

    /** Whether there is another record. */
    boolean next() {
        line += linesInRecord;
        linesInRecord = 0;
        recordStart = at;
        while (true) {
            if (at == limit && !refill()) {
                return false;
            }
            if (cut()) {
                return true;
            }
            // The buffer ended inside the record: get more and begin it anew
            at = recordStart;
            if (!refill()) {
                throw new AssertionError("a record without end at the end of the file");
            }
        }
    }

    /** Cuts the record at {@code at}; false if the buffer ends too early. */
    private boolean cut() {
        byte[] bytes = buffer;
        int i = at;
        fields = 0;
        malformed = null;
        int lines = 0;
        while (true) {
            int start = i;
            int end;
            byte flag = 0;
            if (quote >= 0 && i < limit && bytes[i] == quote) {
                flag = QUOTED;
                i++;
                start = i;
                while (true) {
                    if (i >= limit) {
                        if (!ended) {
                            return false;
                        }
                        malformed = "a quoted field has no closing quote";
                        break;
                    }
                    byte c = bytes[i];
                    if (c == escape && escape != quote && i + 1 < limit && (bytes[i + 1] == quote || bytes[i + 1] == escape)) {
                        flag |= ESCAPED;
                        i += 2;
                    } else if (c == quote) {
                        if (i + 1 >= limit && !ended) {
                            return false;
                        }
                        if (escape == quote && i + 1 < limit && bytes[i + 1] == quote) {
                            flag |= ESCAPED;
                            i += 2;
                        } else {
                            break;
                        }
                    } else {
                        lines += c == '\n' ? 1 : 0;
                        i++;
                    }
                }
                end = i;
                i = Math.min(i + 1, limit);
                if (i < limit && bytes[i] == '\r' && (i + 1 < limit ? bytes[i + 1] == '\n' : ended)) {
                    i++;
                } else if (i < limit && bytes[i] == '\r' && i + 1 == limit && !ended) {
                    return false;
                }
                if (i < limit && bytes[i] != delimiter && bytes[i] != '\n') {
                    malformed = "text stands behind the closing quote of field " + (fields + 1);
                    while (i < limit && bytes[i] != delimiter && bytes[i] != '\n') {
                        i++;
                    }
                }
            } else {
                while (i < limit && bytes[i] != delimiter && bytes[i] != '\n') {
                    i++;
                }
                end = i;
                if (end > start && bytes[end - 1] == '\r' && (i == limit || bytes[i] == '\n')) {
                    end--;
                }
            }
            if (i == limit && !ended) {
                return false;
            }
            add(start, end, flag);
            if (i == limit) {
                at = i;
                linesInRecord = lines;
                return true;
            }
            if (bytes[i] == '\n') {
                at = i + 1;
                linesInRecord = lines + 1;
                return true;
            }
            i++;
        }
    }

    private void add(int start, int end, byte flag) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, 2 * fields);
            ends = Arrays.copyOf(ends, 2 * fields);
            flags = Arrays.copyOf(flags, 2 * fields);
        }
        starts[fields] = start;
        ends[fields] = end;
        flags[fields++] = flag;
    }

    /** Moves what is left to the front and reads on; false at the end, or if the end was already known. */
    private boolean refill() {
        if (ended) {
            return false;
        }
        int left = limit - recordStart;
        if (left == buffer.length) {
            if (left >= RECORD_BYTES_MAX) {
                throw new MillraceException(ErrorCode.MALFORMED_INPUT,
                        "line " + line + ": a record is longer than " + RECORD_BYTES_MAX + " bytes; a closing quote may be missing");
            }
            buffer = Arrays.copyOf(buffer, 2 * left);
        }
        System.arraycopy(buffer, recordStart, buffer, 0, left);
        at -= recordStart;
        recordStart = 0;
        limit = left;
        int count = feed.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
            return left > 0 && at < limit;
        }
        limit += count;
        return true;
    }

    /** Line of the record's first byte, from 1. */
    long line() {
        return line;
    }

    int fields() {
        return fields;
    }

    /** What is wrong with the record as such; null if nothing is. */
    String malformed() {
        return malformed;
    }

    byte[] buffer() {
        return buffer;
    }

    int start(int field) {
        return starts[field];
    }

    int end(int field) {
        return ends[field];
    }

    boolean quoted(int field) {
        return (flags[field] & QUOTED) != 0;
    }

    boolean escaped(int field) {
        return (flags[field] & ESCAPED) != 0;
    }

    /** A field's bytes without escapes, in an array whose first {@link #unescapedLength} bytes they are; valid until the next call. */
    byte[] unescape(int field) {
        int length = ends[field] - starts[field];
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        int out = 0;
        for (int i = starts[field]; i < ends[field]; i++) {
            if (buffer[i] == escape && i + 1 < ends[field] && (buffer[i + 1] == quote || buffer[i + 1] == escape)) {
                i++;
            }
            scratch[out++] = buffer[i];
        }
        unescapedLength = out;
        return scratch;
    }

    int unescapedLength() {
        return unescapedLength;
    }

    String text(int field) {
        return escaped(field)
                ? new String(unescape(field), 0, unescapedLength, StandardCharsets.UTF_8)
                : new String(buffer, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
    }

    /** The record as it stands in the file, cut where it is long. */
    String recordText() {
        int end = at;
        while (end > recordStart && (buffer[end - 1] == '\n' || buffer[end - 1] == '\r')) {
            end--;
        }
        return new String(buffer, recordStart, Math.min(end - recordStart, TEXT_MAX), StandardCharsets.UTF_8);
    }

    /** An empty line. */
    boolean blank() {
        return fields == 1 && starts[0] == ends[0] && !quoted(0);
    }

    long bytesRead() {
        return feed.bytesRead();
    }

    @Override
    public void close() {
        feed.close();
    }
}
