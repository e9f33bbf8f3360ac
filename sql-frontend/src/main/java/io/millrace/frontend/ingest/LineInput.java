package io.millrace.frontend.ingest;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of a stream as bytes, without their LF. */
public final class LineInput {
    /** Longest line. */
    static final int LINE_BYTES_MAX = 16 << 20;

    private static final int SHOWN_BYTES = 1_000;

    private final InputStream in;
    private final byte[] buffer = new byte[64 << 10];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private long number;

    public LineInput(InputStream in) {
        this.in = in;
    }

    /** The next line; null at the end. */
    public byte[] next() throws IOException {
        line.reset();
        while (true) {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                if (limit < 0) {
                    limit = 0;
                    if (line.size() == 0) {
                        return null;
                    }
                    number++;
                    return line.toByteArray();
                }
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            if (line.size() > LINE_BYTES_MAX) {
                throw new MillraceException(ErrorCode.MALFORMED_INPUT,
                        "line " + (number + 1) + " is longer than " + LINE_BYTES_MAX + " bytes");
            }
            position = end;
            if (end < limit) {
                position++;
                number++;
                return line.toByteArray();
            }
        }
    }

    /** Whether a line could be read on without waiting. */
    public boolean hasMore() throws IOException {
        return position < limit || in.available() > 0;
    }

    /** The number of the line that {@link #next} gave last, from 1. */
    public long line() {
        return number;
    }

    static String shown(byte[] text) {
        return text.length <= SHOWN_BYTES
                ? new String(text, StandardCharsets.UTF_8)
                : new String(text, 0, SHOWN_BYTES, StandardCharsets.UTF_8) + "…";
    }
}
