package io.millrace.storage.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts one line, which may hold line ends inside quotes, into fields (RFC 4180). For one thread. */
final class CsvLine {
    private record Part(byte[] bytes, int start, int end, boolean quoted) {}

    private final byte delimiter;
    private final int quote;
    private final byte[] nullText;
    private final List<Part> parts = new ArrayList<>();

    /** @param quote 0: there are no quoted fields */
    CsvLine(char delimiter, char quote, String nullText) {
        this.delimiter = (byte) delimiter;
        this.quote = quote == 0 ? -1 : quote;
        this.nullText = nullText.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns null, or what is wrong. A line end behind the last field is passed over. */
    String cut(byte[] line) {
        parts.clear();
        int limit = line.length;
        if (limit > 0 && line[limit - 1] == '\n') {
            limit--;
        }
        if (limit > 0 && line[limit - 1] == '\r') {
            limit--;
        }
        int at = 0;
        while (true) {
            if (at < limit && line[at] == quote) {
                int end = quoted(line, at + 1, limit);
                if (end < 0) {
                    return "a quoted field has no closing quote";
                }
                at = end;
                if (at < limit && line[at] != delimiter) {
                    return "text stands behind the closing quote of field " + parts.size();
                }
            } else {
                int start = at;
                while (at < limit && line[at] != delimiter) {
                    at++;
                }
                parts.add(new Part(line, start, at, false));
            }
            if (at >= limit) {
                return null;
            }
            at++;
        }
    }

    /** Behind the closing quote, or -1. */
    private int quoted(byte[] line, int from, int limit) {
        ByteArrayOutputStream unescaped = null;
        int start = from;
        for (int i = from; i < limit; i++) {
            if (line[i] != quote) {
                continue;
            }
            boolean doubled = i + 1 < limit && line[i + 1] == quote;
            if (doubled) {
                unescaped = unescaped == null ? new ByteArrayOutputStream() : unescaped;
                unescaped.write(line, start, i + 1 - start);
                i++;
                start = i + 1;
            } else if (unescaped == null) {
                parts.add(new Part(line, from, i, true));
                return i + 1;
            } else {
                unescaped.write(line, start, i - start);
                parts.add(new Part(unescaped.toByteArray(), 0, unescaped.size(), true));
                return i + 1;
            }
        }
        return -1;
    }

    int fields() {
        return parts.size();
    }

    boolean isNull(int field) {
        Part part = parts.get(field);
        return !part.quoted && Arrays.equals(part.bytes, part.start, part.end, nullText, 0, nullText.length);
    }

    byte[] bytes(int field) {
        return parts.get(field).bytes;
    }

    int start(int field) {
        return parts.get(field).start;
    }

    int end(int field) {
        return parts.get(field).end;
    }

    String text(int field) {
        Part part = parts.get(field);
        return new String(part.bytes, part.start, part.end - part.start, StandardCharsets.UTF_8);
    }
}
