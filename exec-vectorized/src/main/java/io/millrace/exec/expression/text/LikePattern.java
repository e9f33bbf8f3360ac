package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * A compiled LIKE pattern. The pattern is cut at its {@code %} into segments, each of a fixed number of code points; the first and the last are
 * anchored, those between are searched for from left to right, which cannot miss a match. Equality, prefix, suffix and substring tests need no more
 * than a comparison or a byte search. Immutable.
 */
final class LikePattern {
    /** No escape character. */
    static final int NO_ESCAPE = -1;

    /** Stands for {@code _} in a segment's parts. */
    private static final byte[] ANY = new byte[0];

    private enum Shape {
        EQUALS,
        PREFIX,
        SUFFIX,
        CONTAINS,
        EVERYTHING,
        GENERAL
    }

    /** Literal bytes and {@link #ANY}s, in order; {@code width} bytes at least; {@code first}: the first part, if it is literal. */
    private record Segment(byte[][] parts, int width, Needle first) {
        boolean literal() {
            return parts.length == 0 || parts.length == 1 && parts[0] != ANY;
        }

        byte[] bytes() {
            return parts.length == 0 ? ANY : parts[0];
        }
    }

    private final Shape shape;
    private final byte[] literal;
    private final Needle needle;
    private final Segment[] segments;

    private LikePattern(List<Segment> parsed) {
        segments = parsed.toArray(Segment[]::new);
        int n = segments.length;
        boolean firstEmpty = segments[0].parts().length == 0;
        boolean lastEmpty = segments[n - 1].parts().length == 0;
        if (n == 1 && segments[0].literal()) {
            shape = Shape.EQUALS;
            literal = segments[0].bytes();
        } else if (n == 2 && firstEmpty && lastEmpty) {
            shape = Shape.EVERYTHING;
            literal = ANY;
        } else if (n == 2 && lastEmpty && segments[0].literal()) {
            shape = Shape.PREFIX;
            literal = segments[0].bytes();
        } else if (n == 2 && firstEmpty && segments[1].literal()) {
            shape = Shape.SUFFIX;
            literal = segments[1].bytes();
        } else if (n == 3 && firstEmpty && lastEmpty && segments[1].literal()) {
            shape = Shape.CONTAINS;
            literal = segments[1].bytes();
        } else {
            shape = Shape.GENERAL;
            literal = ANY;
        }
        needle = new Needle(literal);
    }

    /** Compiles; {@code lower}: literals are folded to lower case, for texts that are too. */
    static LikePattern compile(String pattern, int escape, boolean lower) {
        List<Segment> segments = new ArrayList<>();
        List<byte[]> parts = new ArrayList<>();
        TextBuffer run = new TextBuffer();
        for (int i = 0; i < pattern.length();) {
            int c = pattern.codePointAt(i);
            i += Character.charCount(c);
            if (c == escape) {
                if (i == pattern.length()) {
                    throw new MillraceException(ErrorCode.INVALID_ARGUMENT, "LIKE pattern must not end with escape character: " + pattern);
                }
                int escaped = pattern.codePointAt(i);
                i += Character.charCount(escaped);
                run.addCodePoint(lower ? Character.toLowerCase(escaped) : escaped);
            } else if (c == '%') {
                boolean repeated = !segments.isEmpty() && parts.isEmpty() && run.length() == 0;
                if (!repeated) {
                    segments.add(segment(parts, run));
                }
            } else if (c == '_') {
                endRun(parts, run);
                parts.add(ANY);
            } else {
                run.addCodePoint(lower ? Character.toLowerCase(c) : c);
            }
        }
        segments.add(segment(parts, run));
        return new LikePattern(segments);
    }

    private static void endRun(List<byte[]> parts, TextBuffer run) {
        if (run.length() > 0) {
            parts.add(run.toByteArray());
            run.clear();
        }
    }

    private static Segment segment(List<byte[]> parts, TextBuffer run) {
        endRun(parts, run);
        int width = parts.stream().mapToInt(p -> p == ANY ? 1 : p.length).sum();
        Needle first = parts.isEmpty() || parts.get(0) == ANY ? new Needle(ANY) : new Needle(parts.get(0));
        Segment segment = new Segment(parts.toArray(byte[][]::new), width, first);
        parts.clear();
        return segment;
    }

    /** Whether the whole text matches. */
    boolean matches(long address, int length) {
        return switch (shape) {
            case EQUALS -> length == literal.length && Utf8.matches(address, literal, 0);
            case PREFIX -> length >= literal.length && Utf8.matches(address, literal, 0);
            case SUFFIX -> length >= literal.length && Utf8.matches(address + length - literal.length, literal, 0);
            case CONTAINS -> needle.indexIn(address, length, 0) >= 0;
            case EVERYTHING -> true;
            case GENERAL -> general(address, length);
        };
    }

    private boolean general(long address, int length) {
        int at = matchAt(segments[0], address, 0, length);
        if (at < 0 || segments.length == 1) {
            return at == length;
        }
        int last = segments.length - 1;
        for (int s = 1; s < last; s++) {
            at = search(segments[s], address, at, length);
            if (at < 0) {
                return false;
            }
        }
        return endsWith(segments[last], address, at, length);
    }

    /** Where the segment ends if it lies at {@code from}, else -1. */
    private static int matchAt(Segment segment, long address, int from, int length) {
        int at = from;
        for (byte[] part : segment.parts()) {
            if (part == ANY) {
                if (at >= length) {
                    return -1;
                }
                at += Utf8.width(Memory.getByte(address + at));
            } else {
                if (part.length > length - at || !Utf8.matches(address + at, part, 0)) {
                    return -1;
                }
                at += part.length;
            }
        }
        return at;
    }

    /** The end of the segment's first occurrence at or after {@code from}, or -1. */
    private static int search(Segment segment, long address, int from, int length) {
        if (segment.literal()) {
            int found = segment.first().indexIn(address, length, from);
            return found < 0 ? -1 : found + segment.bytes().length;
        }
        boolean literalHead = segment.first().length() > 0;
        int at = from;
        while (at + segment.width() <= length) {
            if (literalHead) {
                at = segment.first().indexIn(address, length, at);
                if (at < 0) {
                    return -1;
                }
            }
            int end = matchAt(segment, address, at, length);
            if (end >= 0) {
                return end;
            }
            at += Utf8.width(Memory.getByte(address + at));
        }
        return -1;
    }

    /** Whether the segment ends the text without reaching before {@code from}. */
    private static boolean endsWith(Segment segment, long address, int from, int length) {
        int end = length;
        for (int p = segment.parts().length - 1; p >= 0; p--) {
            byte[] part = segment.parts()[p];
            if (part == ANY) {
                if (end <= from) {
                    return false;
                }
                end = Utf8.before(address, end);
            } else {
                end -= part.length;
                if (end < from || !Utf8.matches(address + end, part, 0)) {
                    return false;
                }
            }
        }
        return end >= from;
    }
}
