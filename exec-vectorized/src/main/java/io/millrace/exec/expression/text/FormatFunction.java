package io.millrace.exec.expression.text;

import io.millrace.common.batch.ValueText;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;

/** PostgreSQL's format(): {@code %[position$][-][width]type} with types s, I, L and %%. */
final class FormatFunction {
    private static final int WIDTH_MAX = 1 << 20;

    private final String format;
    private final Operand[] arguments;
    private final int row;
    private int at;
    private int nextArgument = 1;

    private FormatFunction(Operand[] arguments, int row) {
        this.format = arguments[0].stringAt(row);
        this.arguments = arguments;
        this.row = row;
    }

    static void register(RowCalls calls) {
        calls.lenient(Function.FORMAT, (rowArguments, row, result) -> {
            if (rowArguments[0].isNull(row)) {
                result.appendNull();
            } else {
                result.appendString(new FormatFunction(rowArguments, row).format());
            }
        });
    }

    private String format() {
        StringBuilder out = new StringBuilder();
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c != '%') {
                out.append(c);
            } else if (peek() == '%') {
                out.append('%');
                at++;
            } else {
                specifier(out);
            }
            TextBuffer.checkSize(out.length());
        }
        return out.toString();
    }

    private char peek() {
        if (at == format.length()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "unterminated format() type specifier");
        }
        return format.charAt(at);
    }

    private int number() {
        int value = 0;
        while (Character.isDigit(peek())) {
            value = value * 10 + (format.charAt(at++) - '0');
            if (value > WIDTH_MAX) {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "number is out of range in format(): " + format);
            }
        }
        return value;
    }

    private void specifier(StringBuilder out) {
        int start = at;
        int number = Character.isDigit(peek()) ? number() : -1;
        if (number >= 0 && peek() == '$') {
            if (number == 0) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "format specifies argument 0, but arguments are numbered from 1");
            }
            at++;
            nextArgument = number;
        } else {
            at = start;
        }
        boolean left = false;
        while (peek() == '-') {
            left = true;
            at++;
        }
        int width = 0;
        if (peek() == '*') {
            at++;
            int valueArgument = nextArgument;
            boolean positioned = Character.isDigit(peek());
            if (positioned) {
                nextArgument = number();
                if (peek() != '$' || nextArgument == 0) {
                    throw new MillraceException(ErrorCode.INVALID_PARAMETER, "width argument position must be ended by \"$\" and not be 0");
                }
                at++;
            }
            long given = width();
            nextArgument = !positioned ? nextArgument + 1 : start < at && format.charAt(start) != '*' && format.charAt(start) != '-'
                    ? valueArgument
                    : nextArgument + 1;
            left |= given < 0;
            width = (int) Math.min(WIDTH_MAX, Math.abs(given));
        } else if (Character.isDigit(peek())) {
            width = number();
        }
        char type = peek();
        at++;
        String text = text(type);
        int pad = width - text.codePointCount(0, text.length());
        out.append(left ? "" : " ".repeat(Math.max(0, pad))).append(text).append(left ? " ".repeat(Math.max(0, pad)) : "");
    }

    private long width() {
        Operand argument = argument();
        if (argument.isNull(row)) {
            return 0;
        }
        SqlType.Kind kind = argument.values.type().kind();
        if (kind != SqlType.Kind.VARCHAR && kind != SqlType.Kind.CHAR) {
            return argument.values.type().isInteger() ? RowCalls.integer(argument, row) : notInteger(argument.values.type().toString());
        }
        try {
            return Long.parseLong(argument.stringAt(row).strip());
        } catch (NumberFormatException e) {
            return notInteger("\"" + argument.stringAt(row) + "\"");
        }
    }

    private static long notInteger(String found) {
        throw new MillraceException(ErrorCode.INVALID_TEXT, "the width of format() must be an integer, found " + found);
    }

    private Operand argument() {
        if (nextArgument >= arguments.length) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "too few arguments for format()");
        }
        return arguments[nextArgument];
    }

    private String text(char type) {
        if (type != 's' && type != 'I' && type != 'L') {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "unrecognized format() type specifier \"" + type + "\"");
        }
        Operand argument = argument();
        nextArgument++;
        if (argument.isNull(row)) {
            if (type == 'I') {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "null values cannot be formatted as an SQL identifier");
            }
            return type == 'L' ? "NULL" : "";
        }
        String text = ValueText.of(argument.values, argument.at(row));
        return switch (type) {
            case 'I' -> QuoteFunctions.identifier(text);
            case 'L' -> QuoteFunctions.literal(text);
            default -> text;
        };
    }
}
