package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;

/** Strings put together: concatenation, padding, repetition, reversal. */
final class ConcatFunctions {
    private ConcatFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.CONCAT, ConcatFunctions::concat);
        calls.lenient(Function.CONCAT_NULL_AS_EMPTY, ConcatFunctions::concat);
        calls.lenient(Function.CONCAT_WS, ConcatFunctions::concatWithSeparator);
        calls.strict(Function.LPAD, (call, context) -> pad(true));
        calls.strict(Function.RPAD, (call, context) -> pad(false));
        calls.strict(Function.REPEAT, ConcatFunctions::repeat);
        calls.strict(Function.REVERSE, ConcatFunctions::reverse);
    }

    private static RowFunction concat(Expr.Call call, EvaluationContext context) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            buffer.clear();
            for (Operand argument : arguments) {
                if (!argument.isNull(row)) {
                    buffer.add(argument.startAt(row), argument.lengthAt(row));
                }
            }
            buffer.appendTo(result);
        };
    }

    private static RowFunction concatWithSeparator(Expr.Call call, EvaluationContext context) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            if (arguments[0].isNull(row)) {
                result.appendNull();
                return;
            }
            buffer.clear();
            boolean first = true;
            for (int i = 1; i < arguments.length; i++) {
                if (arguments[i].isNull(row)) {
                    continue;
                }
                if (!first) {
                    buffer.add(arguments[0].startAt(row), arguments[0].lengthAt(row));
                }
                first = false;
                buffer.add(arguments[i].startAt(row), arguments[i].lengthAt(row));
            }
            buffer.appendTo(result);
        };
    }

    private static RowFunction pad(boolean left) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            long address = arguments[0].startAt(row);
            int length = arguments[0].lengthAt(row);
            long wanted = Math.max(0, RowCalls.integer(arguments[1], row));
            int count = Utf8.count(address, length);
            if (wanted <= count) {
                result.appendBytes(address, Utf8.prefix(address, length, wanted));
                return;
            }
            buffer.clear();
            if (!left) {
                buffer.add(address, length);
            }
            fill(arguments, row, wanted - count, buffer);
            if (left) {
                buffer.add(address, length);
            }
            buffer.appendTo(result);
        };
    }

    private static void fill(Operand[] arguments, int row, long missing, TextBuffer buffer) {
        TextBuffer.checkSize(missing);
        if (arguments.length == 2) {
            for (long i = 0; i < missing; i++) {
                buffer.add((byte) ' ');
            }
            return;
        }
        long address = arguments[2].startAt(row);
        int length = arguments[2].lengthAt(row);
        int count = Utf8.count(address, length);
        if (count == 0) {
            return;
        }
        for (long i = 0; i < missing / count; i++) {
            buffer.add(address, length);
        }
        buffer.add(address, Utf8.prefix(address, length, missing % count));
    }

    private static RowFunction repeat(Expr.Call call, EvaluationContext context) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            long times = Math.max(0, RowCalls.integer(arguments[1], row));
            int length = arguments[0].lengthAt(row);
            buffer.clear();
            if (length > 0) {
                if (times > TextBuffer.TEXT_BYTES_MAX) {
                    throw new MillraceException(ErrorCode.STATEMENT_TOO_LARGE, "a string repeated " + times + " times is too large");
                }
                TextBuffer.checkSize(times * length);
                for (long i = 0; i < times; i++) {
                    buffer.add(arguments[0].startAt(row), length);
                }
            }
            buffer.appendTo(result);
        };
    }

    private static RowFunction reverse(Expr.Call call, EvaluationContext context) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            long address = arguments[0].startAt(row);
            int end = arguments[0].lengthAt(row);
            buffer.clear();
            while (end > 0) {
                int start = Utf8.before(address, end);
                buffer.add(address + start, Utf8.width(Memory.getByte(address + start)));
                end = start;
            }
            buffer.appendTo(result);
        };
    }
}
