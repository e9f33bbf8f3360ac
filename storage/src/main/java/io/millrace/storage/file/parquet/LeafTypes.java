package io.millrace.storage.file.parquet;

import io.millrace.common.type.SqlType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/** What a leaf's physical type and annotation mean in SQL. Newer annotations win over the converted types of old files. */
final class LeafTypes {
    private LeafTypes() {}

    /** A leaf's type; {@code unsupported} says why its values cannot be read, null if they can. */
    record Resolved(LeafType leaf, String unsupported) {}

    static Resolved resolve(SchemaElement element, boolean binaryAsText) {
        Type physical = element.getType();
        int width = switch (physical) {
            case BOOLEAN -> 0;
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case INT96 -> 12;
            case BYTE_ARRAY -> -1;
            case FIXED_LEN_BYTE_ARRAY -> element.getType_length();
        };
        if (physical == Type.FIXED_LEN_BYTE_ARRAY && (width <= 0 || width > 1 << 24)) {
            throw new CorruptDataException("column " + element.getName() + " of fixed length " + width);
        }
        Leaf leaf = new Leaf(physical, width);
        int[] decimal = decimal(element);
        if (decimal != null) {
            return leaf.decimal(decimal[0], decimal[1]);
        }
        LeafType annotated = element.isSetLogicalType()
                ? leaf.logical(element.getLogicalType())
                : element.isSetConverted_type() ? leaf.converted(element.getConverted_type()) : null;
        return new Resolved(annotated != null ? annotated : leaf.bare(binaryAsText), null);
    }

    /** Precision and scale, or null. */
    private static int[] decimal(SchemaElement element) {
        if (element.isSetLogicalType() && element.getLogicalType().isSetDECIMAL()) {
            return new int[] {element.getLogicalType().getDECIMAL().getPrecision(), element.getLogicalType().getDECIMAL().getScale()};
        }
        return element.getConverted_type() == ConvertedType.DECIMAL ? new int[] {element.getPrecision(), element.getScale()} : null;
    }

    private record Leaf(Type physical, int width) {
        LeafType of(SqlType type, Conversion conversion) {
            return new LeafType(physical, width, type, conversion, false);
        }

        LeafType text(SqlType type) {
            return new LeafType(physical, width, type, Conversion.NONE, true);
        }

        boolean isBytes() {
            return physical == Type.BYTE_ARRAY || physical == Type.FIXED_LEN_BYTE_ARRAY;
        }

        LeafType bare(boolean binaryAsText) {
            return switch (physical) {
                case BOOLEAN -> of(SqlType.BOOLEAN, Conversion.NONE);
                case INT32 -> of(SqlType.INTEGER, Conversion.NONE);
                case INT64 -> of(SqlType.BIGINT, Conversion.NONE);
                case INT96 -> of(SqlType.TIMESTAMP, Conversion.INT96_TO_MICROS);
                case FLOAT -> of(SqlType.REAL, Conversion.FLOAT_TO_DOUBLE);
                case DOUBLE -> of(SqlType.DOUBLE, Conversion.NONE);
                case BYTE_ARRAY -> binaryAsText ? text(SqlType.VARCHAR) : of(SqlType.BINARY, Conversion.NONE);
                case FIXED_LEN_BYTE_ARRAY -> of(SqlType.BINARY, Conversion.NONE);
            };
        }

        Resolved decimal(int precision, int scale) {
            String name = "DECIMAL(" + precision + ", " + scale + ")";
            if (precision < 1 || scale < 0 || scale > precision) {
                throw new CorruptDataException("a column of type " + name);
            }
            if (precision > SqlType.MAX_DECIMAL_PRECISION) {
                return new Resolved(bare(false), name + ", at most 38 digits are supported");
            }
            SqlType type = SqlType.decimal(precision, scale);
            boolean wide = precision > SqlType.MAX_LONG_DECIMAL_PRECISION;
            LeafType leaf = switch (physical) {
                case INT32 -> of(type, wide ? Conversion.INT_TO_INT128 : Conversion.INT_TO_LONG);
                case INT64 -> of(type, wide ? Conversion.LONG_TO_INT128 : Conversion.NONE);
                case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> of(type, wide ? Conversion.BIG_ENDIAN_TO_INT128 : Conversion.BIG_ENDIAN_TO_LONG);
                case BOOLEAN, INT96, FLOAT, DOUBLE -> throw new CorruptDataException("a column of type " + name + " stored as " + physical);
            };
            return new Resolved(leaf, null);
        }

        LeafType logical(LogicalType type) {
            if (type.isSetINTEGER()) {
                return integer(type.getINTEGER().getBitWidth(), type.getINTEGER().isIsSigned());
            }
            if (type.isSetDATE() && physical == Type.INT32) {
                return of(SqlType.DATE, Conversion.NONE);
            }
            if (type.isSetTIME()) {
                return time(type.getTIME().getUnit());
            }
            if (type.isSetTIMESTAMP()) {
                return timestamp(type.getTIMESTAMP().getUnit(), type.getTIMESTAMP().isIsAdjustedToUTC());
            }
            if (isBytes() && (type.isSetSTRING() || type.isSetENUM())) {
                return text(SqlType.VARCHAR);
            }
            if (isBytes() && type.isSetJSON()) {
                return text(SqlType.JSON);
            }
            if (type.isSetUUID() && width == 16) {
                return of(SqlType.UUID, Conversion.NONE);
            }
            if (type.isSetFLOAT16() && width == 2) {
                return of(SqlType.REAL, Conversion.HALF_TO_DOUBLE);
            }
            return null;
        }

        LeafType integer(int bits, boolean signed) {
            if (physical == Type.INT32) {
                return switch (bits) {
                    case 8 -> of(signed ? SqlType.TINYINT : SqlType.SMALLINT, Conversion.NONE);
                    case 16 -> of(signed ? SqlType.SMALLINT : SqlType.INTEGER, Conversion.NONE);
                    default -> signed ? of(SqlType.INTEGER, Conversion.NONE) : of(SqlType.BIGINT, Conversion.UNSIGNED_INT_TO_LONG);
                };
            }
            if (physical == Type.INT64) {
                return signed ? of(SqlType.BIGINT, Conversion.NONE) : of(SqlType.decimal(20, 0), Conversion.UNSIGNED_LONG_TO_INT128);
            }
            return null;
        }

        LeafType time(TimeUnit unit) {
            if (physical == Type.INT32 && unit.isSetMILLIS()) {
                return of(SqlType.time(3), Conversion.INT_MILLIS_TO_MICROS);
            }
            return physical != Type.INT64 ? null : of(SqlType.time(unit.isSetNANOS() ? 9 : 6), Conversion.NONE);
        }

        LeafType timestamp(TimeUnit unit, boolean adjusted) {
            if (physical != Type.INT64) {
                return null;
            }
            int precision = unit.isSetMILLIS() ? 3 : unit.isSetMICROS() ? 6 : 9;
            return of(
                    adjusted ? SqlType.timestampTz(precision) : SqlType.timestamp(precision),
                    unit.isSetMILLIS() ? Conversion.LONG_MILLIS_TO_MICROS : Conversion.NONE);
        }

        LeafType converted(ConvertedType type) {
            return switch (type) {
                case UTF8, ENUM -> isBytes() ? text(SqlType.VARCHAR) : null;
                case JSON -> isBytes() ? text(SqlType.JSON) : null;
                case DATE -> physical == Type.INT32 ? of(SqlType.DATE, Conversion.NONE) : null;
                case TIME_MILLIS -> physical == Type.INT32 ? of(SqlType.time(3), Conversion.INT_MILLIS_TO_MICROS) : null;
                case TIME_MICROS -> physical == Type.INT64 ? of(SqlType.TIME, Conversion.NONE) : null;
                // The format says that both count from an instant.
                case TIMESTAMP_MILLIS -> physical == Type.INT64 ? of(SqlType.timestampTz(3), Conversion.LONG_MILLIS_TO_MICROS) : null;
                case TIMESTAMP_MICROS -> physical == Type.INT64 ? of(SqlType.TIMESTAMP_TZ, Conversion.NONE) : null;
                case INT_8 -> integer(8, true);
                case INT_16 -> integer(16, true);
                case INT_32 -> integer(32, true);
                case INT_64 -> integer(64, true);
                case UINT_8 -> integer(8, false);
                case UINT_16 -> integer(16, false);
                case UINT_32 -> integer(32, false);
                case UINT_64 -> integer(64, false);
                case INTERVAL -> width == 12 ? of(SqlType.INTERVAL_DAY_TIME, Conversion.INTERVAL_TO_MICROS) : null;
                case BSON, DECIMAL, LIST, MAP, MAP_KEY_VALUE -> null;
            };
        }
    }
}
