package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;

/** Turns a field's text (UTF-8, spaces around it allowed but for texts) into a value of one type. Stateless, so that threads share it. */
@FunctionalInterface
public interface TextParser {
    /** Appends the value of {@code text[from .. to)}; false, and nothing is appended, if it is not one or is out of the type's range. */
    boolean append(byte[] text, int from, int to, ColumnBuilder out);

    /** The parser of a scalar type. Nested types are JSON and have a reader of their own. */
    static TextParser of(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> BooleanText::append;
            case TINYINT -> IntegerText.ofInt(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> IntegerText.ofInt(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> IntegerText.ofInt(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> IntegerText::appendLong;
            case REAL -> DoubleText::appendFloat;
            case DOUBLE -> DoubleText::append;
            case DECIMAL -> new DecimalText(type);
            case CHAR, VARCHAR -> new CharacterText(type);
            case JSON -> new CharacterText(SqlType.VARCHAR);
            case BINARY -> BinaryText::append;
            case UUID -> BinaryText::appendUuid;
            case DATE -> DateTimeText::appendDate;
            case TIME -> DateTimeText.time(type);
            case TIMESTAMP -> DateTimeText.timestamp(type);
            case TIMESTAMP_TZ -> DateTimeText.timestampTz(type);
            case INTERVAL_YEAR_MONTH -> IntervalText::appendMonths;
            case INTERVAL_DAY_TIME -> IntervalText::appendMicros;
            case NULL, ARRAY, MAP, ROW -> throw new IllegalArgumentException("no text form of " + type);
        };
    }
}
