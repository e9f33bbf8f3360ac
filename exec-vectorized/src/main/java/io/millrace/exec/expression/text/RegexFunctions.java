package io.millrace.exec.expression.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import java.util.Objects;
import java.util.regex.Matcher;

/** The REGEXP functions that give more than a BOOLEAN. */
final class RegexFunctions {
    private RegexFunctions() {}

    static void register(RowCalls calls) {
        RegexPositions.register(calls);
        calls.strict(Function.REGEXP_REPLACE, (call, context) -> {
            if (call.arguments().size() > 4) {
                Cached cached = new Cached(1, 5);
                return bounded(
                        (arguments, row, result) -> result.appendString(RegexPositions.replace(cached.at(arguments, row), arguments, row)));
            }
            Cached cached = new Cached(1, 3);
            return bounded((arguments, row, result) -> result.appendString(
                    replace(cached.at(arguments, row), arguments[0].stringAt(row), arguments[2].stringAt(row))));
        });
        calls.strict(Function.REGEXP_MATCHES, (call, context) -> {
            Cached cached = new Cached(1, 2);
            return bounded((arguments, row, result) -> matches(cached.at(arguments, row), arguments[0].stringAt(row), result));
        });
        calls.strict(Function.REGEXP_EXTRACT_ALL, (call, context) -> {
            Cached cached = new Cached(1, Integer.MAX_VALUE);
            return bounded((arguments, row, result) -> extractAll(cached.at(arguments, row), arguments, row, result));
        });
        calls.strict(Function.REGEXP_MATCH, (call, context) -> {
            Cached cached = new Cached(1, 2);
            return bounded((arguments, row, result) -> match(cached.at(arguments, row).matcher(arguments[0].stringAt(row)), result));
        });
        calls.strict(Function.REGEXP_SPLIT_TO_ARRAY, (call, context) -> {
            Cached cached = new Cached(1, 2);
            return bounded((arguments, row, result) -> split(cached.at(arguments, row), arguments[0].stringAt(row), result));
        });
    }

    static RowFunction bounded(RowFunction function) {
        return (arguments, row, result) -> Regex.bounded(() -> {
            function.apply(arguments, row, result);
            return null;
        });
    }

    /** The pattern met last, compiled. */
    static final class Cached {
        private final int patternIndex;
        private final int flagsIndex;
        private String pattern;
        private String flags;
        private Regex regex;
        /** The batch's operands: while they are the same, constants are. */
        private Operand[] seen;

        Cached(int patternIndex, int flagsIndex) {
            this.patternIndex = patternIndex;
            this.flagsIndex = flagsIndex;
        }

        Regex at(Operand[] arguments, int row) {
            if (arguments == seen && arguments[patternIndex].isConstant()
                    && (flagsIndex >= arguments.length || arguments[flagsIndex].isConstant())) {
                return regex;
            }
            String newPattern = arguments[patternIndex].stringAt(row);
            String newFlags = flagsIndex < arguments.length ? arguments[flagsIndex].stringAt(row) : null;
            if (regex == null || !newPattern.equals(pattern) || !Objects.equals(newFlags, flags)) {
                regex = Regex.compile(newPattern, newFlags);
                pattern = newPattern;
                flags = newFlags;
            }
            seen = arguments;
            return regex;
        }
    }

    static void append(String text, ColumnBuilder result) {
        if (text == null) {
            result.appendNull();
        } else {
            result.appendString(text);
        }
    }

    private static String replace(Regex regex, String text, String replacement) {
        Matcher matcher = regex.matcher(text);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            out.append(text, copied, matcher.start());
            expand(matcher, replacement, out);
            copied = matcher.end();
            TextBuffer.checkSize(out.length());
            if (!regex.global()) {
                break;
            }
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** {@code \1}..{@code \9} are groups, {@code \&} the whole match, {@code \\} a backslash. */
    static void expand(Matcher matcher, String replacement, StringBuilder out) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\' || i + 1 == replacement.length()) {
                out.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            if (next == '&') {
                out.append(matcher.group());
            } else if (next >= '1' && next <= '9') {
                String group = next - '0' <= matcher.groupCount() ? matcher.group(next - '0') : null;
                out.append(group == null ? "" : group);
            } else if (next == '\\') {
                out.append('\\');
            } else {
                out.append('\\').append(next);
            }
        }
    }

    private static void match(Matcher matcher, ColumnBuilder result) {
        if (matcher.find()) {
            groups(matcher, result);
        } else {
            result.appendNull();
        }
    }

    /** An array for each match, at most one without the flag g. */
    private static void matches(Regex regex, String text, ColumnBuilder result) {
        Matcher matcher = regex.matcher(text);
        while (matcher.find()) {
            groups(matcher, result.child(0));
            if (!regex.global()) {
                break;
            }
        }
        result.endList();
    }

    private static void extractAll(Regex regex, Operand[] arguments, int row, ColumnBuilder result) {
        Matcher matcher = regex.matcher(arguments[0].stringAt(row));
        long group = arguments.length > 2 ? RowCalls.integer(arguments[2], row) : 0;
        if (group < 0 || group > matcher.groupCount()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "the pattern has " + matcher.groupCount() + " groups, found " + group);
        }
        while (matcher.find()) {
            append(matcher.group((int) group), result.child(0));
        }
        result.endList();
    }

    private static void groups(Matcher matcher, ColumnBuilder result) {
        ColumnBuilder elements = result.child(0);
        if (matcher.groupCount() == 0) {
            elements.appendString(matcher.group());
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            append(matcher.group(group), elements);
        }
        result.endList();
    }

    /** Empty matches at the start, at the end and right after a match don't split. */
    private static void split(Regex regex, String text, ColumnBuilder result) {
        Matcher matcher = regex.matcher(text);
        int start = 0;
        while (matcher.find()) {
            boolean empty = matcher.start() == matcher.end();
            if (empty && (matcher.start() == start && start == 0 || matcher.start() == text.length() || matcher.start() < start)) {
                continue;
            }
            result.child(0).appendString(text.substring(start, matcher.start()));
            start = matcher.end();
        }
        result.child(0).appendString(text.substring(start));
        result.endList();
    }
}
