package io.millrace.storage.file.parquet;

import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import org.apache.parquet.format.Type;

/**
 * A leaf column's physical type, what it means, and how to get there.
 *
 * @param width bytes a physical value; 0 for BOOLEAN, -1 for BYTE_ARRAY
 * @param type what a reader is given
 * @param conversion of the physical value to the type's layout
 * @param text values must be UTF-8
 */
record LeafType(Type physical, int width, SqlType type, Conversion conversion, boolean text) {

    boolean isBoolean() {
        return physical == Type.BOOLEAN;
    }

    /** Byte strings come out; else values of a fixed width. */
    boolean isBinary() {
        return type.layout() == Layout.BINARY;
    }

    /** Bytes of a value as it lies in the layout. */
    int layoutWidth() {
        return type.layout().width();
    }

    /** This leaf read as another type that holds all of its values, or null if that type does not. */
    LeafType as(SqlType target) {
        if (target.equals(type)) {
            return this;
        }
        Kind from = type.kind();
        return switch (target.kind()) {
            case TINYINT, SMALLINT, INTEGER -> type.isInteger() && rank(from) <= rank(target.kind()) ? with(target, conversion) : null;
            case BIGINT -> type.isInteger() ? with(target, conversion == Conversion.NONE ? Conversion.INT_TO_LONG : conversion) : null;
            case REAL -> from == Kind.REAL ? with(target, conversion) : null;
            case DOUBLE -> type.isApproximate() ? with(target, conversion) : null;
            case DECIMAL -> decimal(target);
            case CHAR, VARCHAR, JSON -> type.isCharacter() || from == Kind.JSON || from == Kind.BINARY
                    ? new LeafType(physical, width, target, conversion, true)
                    : null;
            case BINARY -> type.layout() == Layout.BINARY ? with(target, conversion) : null;
            case UUID -> from == Kind.UUID || from == Kind.BINARY && width == 16 ? with(target, conversion) : null;
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> time(target);
            case INTERVAL_YEAR_MONTH -> from == target.kind() || from == Kind.INTEGER ? with(target, conversion) : null;
            case INTERVAL_DAY_TIME -> from == target.kind() || from == Kind.BIGINT ? with(target, conversion) : null;
            case DATE, BOOLEAN, NULL -> from == target.kind() ? with(target, conversion) : null;
            case ARRAY, MAP, ROW -> null;
        };
    }

    /** Other fraction digits but the same unit; wall clock and instant are told apart except where a table says what a file left open. */
    private LeafType time(SqlType target) {
        boolean timestamps = (type.kind() == Kind.TIMESTAMP || type.kind() == Kind.TIMESTAMP_TZ) && target.kind() != Kind.TIME;
        if ((type.kind() == target.kind() || timestamps) && type.unitsPerSecond() == target.unitsPerSecond()) {
            return with(target, conversion);
        }
        return null;
    }

    private LeafType decimal(SqlType target) {
        boolean fits = type.kind() == Kind.DECIMAL
                ? target.scale() == type.scale() && target.precision() >= type.precision()
                : type.isInteger() && target.scale() == 0 && target.precision() >= digits(type.kind());
        if (!fits) {
            return null;
        }
        if (target.layout() == type.layout()) {
            return with(target, conversion);
        }
        boolean wide = target.layout() == Layout.INT128;
        return switch (conversion) {
            case NONE -> with(target, width == 4 ? wide ? Conversion.INT_TO_INT128 : Conversion.INT_TO_LONG : Conversion.LONG_TO_INT128);
            case INT_TO_LONG -> with(target, Conversion.INT_TO_INT128);
            case BIG_ENDIAN_TO_LONG -> with(target, Conversion.BIG_ENDIAN_TO_INT128);
            default -> null;
        };
    }

    private static int digits(Kind kind) {
        return switch (kind) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            default -> 19;
        };
    }

    private static int rank(Kind kind) {
        return switch (kind) {
            case TINYINT -> 0;
            case SMALLINT -> 1;
            case INTEGER -> 2;
            default -> 3;
        };
    }

    private LeafType with(SqlType target, Conversion newConversion) {
        return new LeafType(physical, width, target, newConversion, text && target.kind() != Kind.BINARY);
    }
}
