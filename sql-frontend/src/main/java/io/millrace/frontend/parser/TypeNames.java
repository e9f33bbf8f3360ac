package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlMapTypeNameSpec;
import org.apache.calcite.sql.SqlRowTypeNameSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The names of types that Calcite's grammar doesn't know: PostgreSQL's, and those of its own that {@link ContextualWords} made identifiers of. JSON
 * stays a user-defined name, because Calcite has no such type.
 */
public final class TypeNames {
    public static final String JSON = "json";

    private TypeNames() {}

    /** The spec of a name that takes lengths in parentheses; {@code scale} is -1 if there was one number. Called by the grammar. */
    public static SqlTypeNameSpec parameterized(String name, int precision, int scale, SqlParserPos position) {
        SqlTypeNameSpec spec = named(name, precision, scale, position);
        if (spec == null) {
            throw unknown(name, position);
        }
        return spec;
    }

    /** The same type with names resolved as far as Calcite can express them. */
    static SqlDataTypeSpec resolve(SqlDataTypeSpec type) {
        SqlTypeNameSpec resolved = resolve(type.getTypeNameSpec());
        return resolved == type.getTypeNameSpec()
                ? type
                : new SqlDataTypeSpec(resolved, type.getTimeZone(), type.getNullable(), type.getParserPosition());
    }

    private static SqlTypeNameSpec resolve(SqlTypeNameSpec spec) {
        SqlParserPos position = spec.getParserPos();
        return switch (spec) {
            case SqlUserDefinedTypeNameSpec user -> {
                String name = user.getTypeName().names.getLast();
                if (name.equalsIgnoreCase("json") || name.equalsIgnoreCase("jsonb")) {
                    yield name.equals(JSON) ? spec : new SqlUserDefinedTypeNameSpec(JSON, position);
                }
                SqlTypeNameSpec basic = named(name, -1, -1, position);
                if (basic == null) {
                    throw unknown(name, position);
                }
                yield basic;
            }
            case SqlCollectionTypeNameSpec collection -> {
                SqlTypeNameSpec element = resolve(collection.getElementTypeName());
                yield element == collection.getElementTypeName()
                        ? spec
                        : new SqlCollectionTypeNameSpec(element, SqlTypeName.valueOf(collection.getTypeName().getSimple()), position);
            }
            case SqlMapTypeNameSpec map -> new SqlMapTypeNameSpec(resolve(map.getKeyType()), resolve(map.getValType()), position);
            case SqlRowTypeNameSpec row -> new SqlRowTypeNameSpec(
                    position, row.getFieldNames(), row.getFieldTypes().stream().map(TypeNames::resolve).toList());
            case SqlBasicTypeNameSpec basic when basic.getTypeName().getSimple().equals(SqlTypeName.DECIMAL.name())
                    && basic.getPrecision() >= 0 -> {
                decimal(basic);
                yield spec;
            }
            default -> spec;
        };
    }

    private static SqlTypeNameSpec named(String name, int precision, int scale, SqlParserPos position) {
        SqlTypeName type = switch (name.toLowerCase(Locale.ROOT)) {
            case "text", "string", "varchar" -> SqlTypeName.VARCHAR;
            case "bpchar", "char", "character" -> SqlTypeName.CHAR;
            case "int", "integer", "int4" -> SqlTypeName.INTEGER;
            case "bigint", "int8", "long" -> SqlTypeName.BIGINT;
            case "smallint", "int2" -> SqlTypeName.SMALLINT;
            case "tinyint", "int1" -> SqlTypeName.TINYINT;
            case "float8", "double", "float" -> SqlTypeName.DOUBLE;
            case "float4", "real" -> SqlTypeName.REAL;
            case "bool", "boolean" -> SqlTypeName.BOOLEAN;
            case "numeric", "decimal", "dec" -> SqlTypeName.DECIMAL;
            case "bytea", "bytes", "varbinary", "binary", "blob" -> SqlTypeName.VARBINARY;
            case "date" -> SqlTypeName.DATE;
            case "time" -> SqlTypeName.TIME;
            case "timestamp", "datetime" -> SqlTypeName.TIMESTAMP;
            case "timestamptz" -> SqlTypeName.TIMESTAMP_TZ;
            case "uuid" -> SqlTypeName.UUID;
            case "interval" -> SqlTypeName.INTERVAL_DAY_SECOND;
            default -> null;
        };
        if (type == null) {
            return null;
        }
        return scale < 0 ? new SqlBasicTypeNameSpec(type, precision, position) : new SqlBasicTypeNameSpec(type, precision, scale, position);
    }

    /** Our type of a type that was written in a column definition. */
    static SqlType toSqlType(SqlDataTypeSpec type) {
        return toSqlType(resolve(type.getTypeNameSpec()));
    }

    private static SqlType toSqlType(SqlTypeNameSpec spec) {
        return switch (spec) {
            case SqlBasicTypeNameSpec basic -> basic(basic);
            case SqlUserDefinedTypeNameSpec ignored -> SqlType.JSON;
            case SqlCollectionTypeNameSpec collection -> {
                if (!collection.getTypeName().getSimple().equals(SqlTypeName.ARRAY.name())) {
                    throw unknown("MULTISET", spec.getParserPos());
                }
                yield SqlType.array(toSqlType(collection.getElementTypeName()));
            }
            case SqlMapTypeNameSpec map -> SqlType.map(toSqlType(map.getKeyType()), toSqlType(map.getValType()));
            case SqlRowTypeNameSpec row -> {
                List<Field> fields = new ArrayList<>();
                for (int i = 0; i < row.getArity(); i++) {
                    SqlIdentifier name = row.getFieldNames().get(i);
                    fields.add(Field.of(name.getSimple(), toSqlType(row.getFieldTypes().get(i))));
                }
                yield SqlType.row(fields);
            }
            default -> throw unknown(spec.getTypeName().toString(), spec.getParserPos());
        };
    }

    private static SqlType basic(SqlBasicTypeNameSpec spec) {
        int precision = spec.getPrecision();
        SqlTypeName name = SqlTypeName.valueOf(spec.getTypeName().getSimple());
        return switch (name) {
            case BOOLEAN -> SqlType.BOOLEAN;
            case TINYINT -> SqlType.TINYINT;
            case SMALLINT -> SqlType.SMALLINT;
            case INTEGER -> SqlType.INTEGER;
            case BIGINT -> SqlType.BIGINT;
            case REAL -> SqlType.REAL;
            case DOUBLE, FLOAT -> SqlType.DOUBLE;
            case DECIMAL -> decimal(spec);
            case CHAR -> SqlType.character(length(spec, precision < 0 ? 1 : precision));
            case VARCHAR -> precision < 0 ? SqlType.VARCHAR : SqlType.varchar(length(spec, precision));
            case BINARY, VARBINARY ->
                    precision < 0 ? SqlType.BINARY : new SqlType(SqlType.Kind.BINARY, length(spec, precision), 0, List.of());
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.time(fractionDigits(spec));
            case TIMESTAMP -> SqlType.timestamp(fractionDigits(spec));
            case TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> SqlType.timestampTz(fractionDigits(spec));
            case UUID -> SqlType.UUID;
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> SqlType.INTERVAL_YEAR_MONTH;
            case INTERVAL_DAY, INTERVAL_DAY_HOUR, INTERVAL_DAY_MINUTE, INTERVAL_DAY_SECOND, INTERVAL_HOUR, INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE, INTERVAL_MINUTE_SECOND, INTERVAL_SECOND -> SqlType.INTERVAL_DAY_TIME;
            default -> throw unknown(name.getSpaceName(), spec.getParserPos());
        };
    }

    private static SqlType decimal(SqlBasicTypeNameSpec spec) {
        // PostgreSQL's plain NUMERIC has any scale; the widest type with a fixed one that keeps both sides useful stands for it.
        int precision = spec.getPrecision() < 0 ? SqlType.MAX_DECIMAL_PRECISION : spec.getPrecision();
        int scale = spec.getPrecision() < 0 ? 10 : Math.max(spec.getScale(), 0);
        if (precision < 1 || precision > SqlType.MAX_DECIMAL_PRECISION || scale > precision) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "DECIMAL(" + precision + ", " + scale + "): the precision must be 1 to "
                            + SqlType.MAX_DECIMAL_PRECISION + " and the scale 0 to the precision")
                    .at(position(spec.getParserPos()));
        }
        return SqlType.decimal(precision, scale);
    }

    private static int length(SqlBasicTypeNameSpec spec, int length) {
        if (length < 1) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "length of type " + spec.getTypeName().getSimple() + " must be at least 1, found " + length)
                    .at(position(spec.getParserPos()));
        }
        return length;
    }

    private static int fractionDigits(SqlBasicTypeNameSpec spec) {
        int digits = spec.getPrecision() < 0 ? 6 : spec.getPrecision();
        if (digits > 9) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "fraction digits of " + spec.getTypeName().getSimple() + " must be 0 to 9, found " + digits)
                    .at(position(spec.getParserPos()));
        }
        return digits;
    }

    private static MillraceException unknown(String name, SqlParserPos position) {
        return new MillraceException(ErrorCode.UNDEFINED_OBJECT, "type " + name + " does not exist").at(position(position));
    }

    private static SourcePosition position(SqlParserPos position) {
        return new SourcePosition(position.getLineNum(), position.getColumnNum());
    }
}
