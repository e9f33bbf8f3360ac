package io.millrace.exec.expression.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;
import java.util.Arrays;

/** Parts of strings: results are ranges of the argument's bytes. */
final class SliceFunctions {
    private SliceFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.SUBSTRING, SliceFunctions::substring);
        calls.strict(Function.LEFT, (arguments, row, result) -> {
            long n = RowCalls.integer(arguments[1], row);
            slice(arguments[0], row, 0, n >= 0 ? n : Math.max(0, count(arguments[0], row) + n), result);
        });
        calls.strict(Function.RIGHT, (arguments, row, result) -> {
            long n = RowCalls.integer(arguments[1], row);
            slice(arguments[0], row, n >= 0 ? Math.max(0, count(arguments[0], row) - n) : -n, Long.MAX_VALUE, result);
        });
        calls.strict(Function.TRIM_BOTH, (call, context) -> (arguments, row, result) -> trim(arguments, row, true, true, result));
        calls.strict(Function.TRIM_LEADING, (call, context) -> (arguments, row, result) -> trim(arguments, row, true, false, result));
        calls.strict(Function.TRIM_TRAILING, (call, context) -> (arguments, row, result) -> trim(arguments, row, false, true, result));
    }

    private static int count(Operand text, int row) {
        return Utf8.count(text.startAt(row), text.lengthAt(row));
    }

    /** The standard's rule: positions before 1 count towards the length and give nothing. */
    private static void substring(Operand[] arguments, int row, ColumnBuilder result) {
        long from = RowCalls.integer(arguments[1], row);
        long end = Long.MAX_VALUE;
        if (arguments.length > 2) {
            long length = RowCalls.integer(arguments[2], row);
            if (length < 0) {
                throw new MillraceException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed: " + length);
            }
            end = Math.max(1, from + length);
        }
        long start = Math.max(1, from);
        if (arguments[0].values.type().kind() == SqlType.Kind.BINARY) {
            int length = arguments[0].lengthAt(row);
            int begin = (int) Math.min(length, start - 1);
            int stop = (int) Math.max(begin, Math.min(length, end - 1));
            result.appendBytes(arguments[0].startAt(row) + begin, stop - begin);
            return;
        }
        slice(arguments[0], row, start - 1, end == Long.MAX_VALUE ? Long.MAX_VALUE : end - start, result);
    }

    private static void slice(Operand text, int row, long skip, long count, ColumnBuilder result) {
        long address = text.startAt(row);
        int length = text.lengthAt(row);
        int begin = Utf8.prefix(address, length, skip);
        result.appendBytes(address + begin, count <= 0 ? 0 : Utf8.prefix(address + begin, length - begin, count));
    }

    private static void trim(Operand[] arguments, int row, boolean leading, boolean trailing, ColumnBuilder result) {
        long address = arguments[0].startAt(row);
        int end = arguments[0].lengthAt(row);
        int start = 0;
        if (arguments.length == 1 || isSpace(arguments[1], row)) {
            while (leading && start < end && Memory.getByte(address + start) == ' ') {
                start++;
            }
            while (trailing && end > start && Memory.getByte(address + end - 1) == ' ') {
                end--;
            }
        } else {
            int[] set = arguments[1].stringAt(row).codePoints().sorted().toArray();
            while (leading && start < end && contains(set, Utf8.codePoint(address + start))) {
                start += Utf8.width(Memory.getByte(address + start));
            }
            while (trailing && end > start) {
                int last = Utf8.before(address, end);
                if (!contains(set, Utf8.codePoint(address + last))) {
                    break;
                }
                end = last;
            }
        }
        result.appendBytes(address + start, end - start);
    }

    private static boolean isSpace(Operand characters, int row) {
        return characters.lengthAt(row) == 1 && Memory.getByte(characters.startAt(row)) == ' ';
    }

    private static boolean contains(int[] sorted, int codePoint) {
        return Arrays.binarySearch(sorted, codePoint) >= 0;
    }
}
