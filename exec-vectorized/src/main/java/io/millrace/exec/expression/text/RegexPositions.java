package io.millrace.exec.expression.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;
import java.util.regex.Matcher;

/** The REGEXP functions that start at a character and look for the n-th match. Characters are counted from 1, as code points. */
final class RegexPositions {
    private RegexPositions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.REGEXP_COUNT, (call, context) -> {
            RegexFunctions.Cached cached = new RegexFunctions.Cached(1, 3);
            return RegexFunctions.bounded((arguments, row, result) -> {
                String text = arguments[0].stringAt(row);
                Matcher matcher = cached.at(arguments, row).matcher(text);
                int count = 0;
                for (boolean found = find(matcher, start(text, arguments, 2, row)); found; found = matcher.find()) {
                    count++;
                }
                integer(count, result);
            });
        });
        calls.strict(Function.REGEXP_SUBSTRING, (call, context) -> {
            RegexFunctions.Cached cached = new RegexFunctions.Cached(1, 4);
            return RegexFunctions.bounded((arguments, row, result) -> {
                String text = arguments[0].stringAt(row);
                Matcher matcher = cached.at(arguments, row).matcher(text);
                boolean found = nth(matcher, start(text, arguments, 2, row), positive("n", arguments, 3, row));
                int group = group(arguments, 5, row);
                RegexFunctions.append(found && group <= matcher.groupCount() ? matcher.group(group) : null, result);
            });
        });
        calls.strict(Function.REGEXP_INSTR, (call, context) -> {
            RegexFunctions.Cached cached = new RegexFunctions.Cached(1, 5);
            return RegexFunctions.bounded((arguments, row, result) -> {
                String text = arguments[0].stringAt(row);
                Matcher matcher = cached.at(arguments, row).matcher(text);
                boolean found = nth(matcher, start(text, arguments, 2, row), positive("n", arguments, 3, row));
                long end = arguments.length > 4 ? RowCalls.integer(arguments[4], row) : 0;
                if (end != 0 && end != 1) {
                    throw invalid("endoption", end);
                }
                int group = group(arguments, 6, row);
                int at = found && group <= matcher.groupCount() ? end == 1 ? matcher.end(group) : matcher.start(group) : -1;
                integer(at < 0 ? 0 : text.codePointCount(0, at) + 1, result);
            });
        });
    }

    private static void integer(int value, ColumnBuilder result) {
        switch (result.type().layout()) {
            case INT32 -> result.appendInt(value);
            case INT64 -> result.appendLong(value);
            case BIT, INT128, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(result.type());
        }
    }

    private static MillraceException invalid(String name, long value) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "invalid value for parameter \"" + name + "\": " + value);
    }

    private static long positive(String name, Operand[] arguments, int index, int row) {
        long value = index < arguments.length ? RowCalls.integer(arguments[index], row) : 1;
        if (value < 1) {
            throw invalid(name, value);
        }
        return value;
    }

    private static int group(Operand[] arguments, int index, int row) {
        long group = index < arguments.length ? RowCalls.integer(arguments[index], row) : 0;
        if (group < 0) {
            throw invalid("subexpr", group);
        }
        return (int) Math.min(group, Integer.MAX_VALUE);
    }

    /** Where to start, in UTF-16 units; past the end if there are not so many characters. */
    private static int start(String text, Operand[] arguments, int index, int row) {
        long start = positive("start", arguments, index, row);
        int characters = text.codePointCount(0, text.length());
        return start > characters + 1L ? text.length() + 1 : text.offsetByCodePoints(0, (int) start - 1);
    }

    private static boolean find(Matcher matcher, int from) {
        return from <= matcher.regionEnd() && matcher.find(from);
    }

    private static boolean nth(Matcher matcher, int from, long n) {
        boolean found = find(matcher, from);
        for (long i = 1; i < n && found; i++) {
            found = matcher.find();
        }
        return found;
    }

    /** (text, pattern, replacement, start, n[, flags]): the n-th match from start on; all of them if n is 0. */
    static String replace(Regex regex, Operand[] arguments, int row) {
        String text = arguments[0].stringAt(row);
        String replacement = arguments[2].stringAt(row);
        long n = RowCalls.integer(arguments[4], row);
        if (n < 0) {
            throw invalid("n", n);
        }
        Matcher matcher = regex.matcher(text);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        long met = 0;
        for (boolean found = find(matcher, start(text, arguments, 3, row)); found && (n == 0 || met < n); found = matcher.find()) {
            met++;
            if (n == 0 || met == n) {
                out.append(text, copied, matcher.start());
                RegexFunctions.expand(matcher, replacement, out);
                copied = matcher.end();
                TextBuffer.checkSize(out.length());
            }
        }
        return out.append(text, copied, text.length()).toString();
    }
}
