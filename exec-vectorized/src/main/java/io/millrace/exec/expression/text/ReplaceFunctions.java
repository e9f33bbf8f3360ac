package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;

/** Strings with parts exchanged. */
final class ReplaceFunctions {
    private ReplaceFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.REPLACE, ReplaceFunctions::replace);
        calls.strict(Function.TRANSLATE, ReplaceFunctions::translate);
        calls.strict(Function.OVERLAY, ReplaceFunctions::overlay);
    }

    private static RowFunction replace(Expr.Call call, EvaluationContext context) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            long address = arguments[0].startAt(row);
            int length = arguments[0].lengthAt(row);
            long needle = arguments[1].startAt(row);
            int needleLength = arguments[1].lengthAt(row);
            int at = needleLength == 0 ? -1 : Utf8.indexOf(address, length, 0, needle, needleLength);
            if (at < 0) {
                result.appendBytes(address, length);
                return;
            }
            buffer.clear();
            int copied = 0;
            while (at >= 0) {
                buffer.add(address + copied, at - copied);
                buffer.add(arguments[2].startAt(row), arguments[2].lengthAt(row));
                copied = at + needleLength;
                at = Utf8.indexOf(address, length, copied, needle, needleLength);
            }
            buffer.add(address + copied, length - copied);
            buffer.appendTo(result);
        };
    }

    private static RowFunction translate(Expr.Call call, EvaluationContext context) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            int[] from = arguments[1].stringAt(row).codePoints().toArray();
            int[] to = arguments[2].stringAt(row).codePoints().toArray();
            long address = arguments[0].startAt(row);
            int length = arguments[0].lengthAt(row);
            buffer.clear();
            for (int at = 0; at < length; at += Utf8.width(Memory.getByte(address + at))) {
                int codePoint = Utf8.codePoint(address + at);
                int i = 0;
                while (i < from.length && from[i] != codePoint) {
                    i++;
                }
                if (i == from.length) {
                    buffer.addCodePoint(codePoint);
                } else if (i < to.length) {
                    buffer.addCodePoint(to[i]);
                }
            }
            buffer.appendTo(result);
        };
    }

    private static RowFunction overlay(Expr.Call call, EvaluationContext context) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            long address = arguments[0].startAt(row);
            int length = arguments[0].lengthAt(row);
            long from = RowCalls.integer(arguments[2], row);
            long replaced = arguments.length > 3
                    ? RowCalls.integer(arguments[3], row)
                    : Utf8.count(arguments[1].startAt(row), arguments[1].lengthAt(row));
            if (from <= 0) {
                throw new MillraceException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed: OVERLAY from " + from);
            }
            buffer.clear();
            buffer.add(address, Utf8.prefix(address, length, from - 1));
            buffer.add(arguments[1].startAt(row), arguments[1].lengthAt(row));
            int rest = Utf8.prefix(address, length, Math.max(0, from - 1 + replaced));
            buffer.add(address + rest, length - rest);
            buffer.appendTo(result);
        };
    }
}
