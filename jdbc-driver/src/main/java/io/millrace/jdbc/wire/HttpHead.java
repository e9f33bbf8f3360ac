package io.millrace.jdbc.wire;

import java.io.IOException;
import java.util.Locale;

/** What an answer's head says of its body. */
final class HttpHead {
    /** The body ends with the connection. */
    static final long TO_THE_END = -1;
    static final long CHUNKED = -2;

    private final int status;
    private final long length;
    private final boolean reusable;

    private HttpHead(int status, long length, boolean reusable) {
        this.status = status;
        this.length = length;
        this.reusable = reusable;
    }

    static HttpHead parse(String text) throws IOException {
        String[] lines = text.split("\n");
        if (!lines[0].startsWith("HTTP/1.") || lines[0].length() < 12) {
            throw new IOException("it does not speak HTTP");
        }
        long length = TO_THE_END;
        boolean reusable = lines[0].startsWith("HTTP/1.1");
        try {
            int status = Integer.parseInt(lines[0].substring(9, 12));
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon <= 0) {
                    continue;
                }
                String value = lines[i].substring(colon + 1).trim();
                switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
                    case "content-length" :
                        length = length == CHUNKED ? CHUNKED : Long.parseLong(value);
                        break;
                    case "transfer-encoding" :
                        length = value.equalsIgnoreCase("chunked") ? CHUNKED : length;
                        break;
                    case "connection" :
                        reusable &= !value.equalsIgnoreCase("close");
                        break;
                    default :
                        break;
                }
            }
            return new HttpHead(status, status == 204 || status == 304 ? 0 : length, reusable && length != TO_THE_END);
        } catch (NumberFormatException e) {
            throw new IOException("its head is not understood", e);
        }
    }

    int status() {
        return status;
    }

    /** Bytes of the body, or one of the constants. */
    long length() {
        return length;
    }

    /** Whether another request may follow on the connection. */
    boolean reusable() {
        return reusable;
    }
}
