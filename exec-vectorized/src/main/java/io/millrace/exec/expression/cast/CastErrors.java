package io.millrace.exec.expression.cast;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import java.util.Locale;

/** The errors that casts raise. */
final class CastErrors {
    private static final int SHOWN_CHARACTERS = 200;

    private CastErrors() {}

    static MillraceException outOfRange(String value, SqlType type) {
        return new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "value " + value + " is out of range of " + type);
    }

    static MillraceException invalidText(String text, SqlType type) {
        boolean hexadecimal = type.kind() == SqlType.Kind.BINARY && text.startsWith("\\x");
        return new MillraceException(hexadecimal ? ErrorCode.INVALID_PARAMETER : ErrorCode.INVALID_TEXT, syntax(text, type));
    }

    static MillraceException invalidDateTime(String text, SqlType type) {
        return new MillraceException(ErrorCode.INVALID_DATETIME, syntax(text, type));
    }

    static MillraceException fieldOutOfRange(String text, SqlType type) {
        return new MillraceException(
                ErrorCode.DATETIME_OVERFLOW, "date/time field value out of range for type " + type + ": \"" + shown(text) + '"');
    }

    static MillraceException overflow(String value, SqlType type) {
        return new MillraceException(ErrorCode.DATETIME_OVERFLOW, "value " + value + " is out of range of " + type);
    }

    private static String syntax(String text, SqlType type) {
        return "invalid input syntax for type " + type.toString().toLowerCase(Locale.ROOT) + ": \"" + shown(text) + '"';
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
