package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;

/** Lengths, and characters as numbers. */
final class LengthFunctions {
    private LengthFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(
                Function.CHAR_LENGTH,
                (arguments, row, result) -> result.appendInt(Utf8.count(arguments[0].startAt(row), arguments[0].lengthAt(row))));
        calls.strict(Function.OCTET_LENGTH, (arguments, row, result) -> result.appendInt(arguments[0].lengthAt(row)));
        calls.strict(Function.BIT_LENGTH, (arguments, row, result) -> result.appendInt(Math.multiplyExact(8, arguments[0].lengthAt(row))));
        calls.strict(
                Function.ASCII,
                (arguments, row, result) -> result
                        .appendInt(arguments[0].lengthAt(row) == 0 ? 0 : Utf8.codePoint(arguments[0].startAt(row))));
        calls.strict(Function.CHR, (call, context) -> {
            TextBuffer buffer = new TextBuffer();
            return (arguments, row, result) -> {
                buffer.clear().addCodePoint(checkCodePoint(RowCalls.integer(arguments[0], row)));
                buffer.appendTo(result);
            };
        });
    }

    private static int checkCodePoint(long value) {
        if (value == 0) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_LARGE, "the null character is not permitted");
        }
        if (value < 0 || value > Character.MAX_CODE_POINT || value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
            throw new MillraceException(value < 0 ? ErrorCode.INVALID_PARAMETER : ErrorCode.STATEMENT_TOO_LARGE,
                    "requested character is not a valid code point: " + value);
        }
        return (int) value;
    }
}
