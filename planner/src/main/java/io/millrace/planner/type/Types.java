package io.millrace.planner.type;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Our types and Calcite's, both ways. TIMESTAMP WITH TIME ZONE is Calcite's TIMESTAMP WITH LOCAL TIME ZONE (an instant, shown in the session's zone),
 * JSON its VARIANT, and all intervals are of one of two kinds, whatever their qualifier.
 */
public final class Types {
    private static final SqlIntervalQualifier DAY_TO_SECOND = new SqlIntervalQualifier(TimeUnit.DAY, 9, TimeUnit.SECOND, 6,
            SqlParserPos.ZERO);
    private static final SqlIntervalQualifier YEAR_TO_MONTH = new SqlIntervalQualifier(TimeUnit.YEAR, 9, TimeUnit.MONTH, -1,
            SqlParserPos.ZERO);

    private Types() {}

    /** Our type of one of Calcite's; what has no counterpart raises an assertion, because the factory never makes it. */
    public static SqlType sqlType(RelDataType type) {
        if (type.isStruct()) {
            return SqlType.row(fields(type));
        }
        return switch (type.getSqlTypeName()) {
            case NULL, UNKNOWN -> SqlType.NULL;
            case BOOLEAN -> SqlType.BOOLEAN;
            case TINYINT -> SqlType.TINYINT;
            case SMALLINT -> SqlType.SMALLINT;
            case INTEGER -> SqlType.INTEGER;
            case BIGINT -> SqlType.BIGINT;
            case REAL -> SqlType.REAL;
            case FLOAT, DOUBLE -> SqlType.DOUBLE;
            case DECIMAL -> SqlType.decimal(type.getPrecision(), type.getScale());
            case CHAR -> SqlType.character(length(type));
            case VARCHAR -> length(type) == SqlType.UNBOUNDED ? SqlType.VARCHAR : SqlType.varchar(length(type));
            case BINARY, VARBINARY -> new SqlType(SqlType.Kind.BINARY, length(type), 0, List.of());
            case UUID -> SqlType.UUID;
            case VARIANT -> SqlType.JSON;
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.time(fraction(type));
            case TIMESTAMP -> SqlType.timestamp(fraction(type));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> SqlType.timestampTz(fraction(type));
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> SqlType.INTERVAL_YEAR_MONTH;
            case INTERVAL_DAY, INTERVAL_DAY_HOUR, INTERVAL_DAY_MINUTE, INTERVAL_DAY_SECOND, INTERVAL_HOUR, INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND, INTERVAL_MINUTE, INTERVAL_MINUTE_SECOND, INTERVAL_SECOND -> SqlType.INTERVAL_DAY_TIME;
            case ARRAY, MULTISET -> SqlType.array(sqlType(type.getComponentType()));
            case MAP -> SqlType.map(sqlType(type.getKeyType()), sqlType(type.getValueType()));
            case TIME_TZ, TIME_WITH_LOCAL_TIME_ZONE -> throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "type TIME WITH TIME ZONE is not supported").withHint("use TIME, or TIMESTAMP WITH TIME ZONE");
            default -> throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "type " + type + " is not supported");
        };
    }

    /** Whether {@link #sqlType} knows the type: not so for cursors, symbols and column lists. */
    public static boolean isKnown(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case ANY, SYMBOL, CURSOR, COLUMN_LIST, DYNAMIC_STAR, SARG, FUNCTION, MEASURE, OTHER, GEOMETRY, DISTINCT -> false;
            default -> true;
        };
    }

    private static int length(RelDataType type) {
        return type.getPrecision() < 0 ? SqlType.UNBOUNDED : type.getPrecision();
    }

    private static int fraction(RelDataType type) {
        return type.getPrecision() < 0 ? 6 : type.getPrecision();
    }

    /** Calcite's type of one of ours. */
    public static RelDataType relType(RelDataTypeFactory factory, SqlType type, boolean nullable) {
        return factory.createTypeWithNullability(relType(factory, type), nullable);
    }

    private static RelDataType relType(RelDataTypeFactory factory, SqlType type) {
        return switch (type.kind()) {
            case NULL -> factory.createSqlType(SqlTypeName.NULL);
            case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
            case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
            case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case REAL -> factory.createSqlType(SqlTypeName.REAL);
            case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
            case CHAR -> ((MillraceTypeFactory) factory).createCharacter(type.precision());
            case VARCHAR -> type.precision() == SqlType.UNBOUNDED
                    ? factory.createSqlType(SqlTypeName.VARCHAR)
                    : factory.createSqlType(SqlTypeName.VARCHAR, type.precision());
            case BINARY -> type.precision() == SqlType.UNBOUNDED
                    ? factory.createSqlType(SqlTypeName.VARBINARY)
                    : factory.createSqlType(SqlTypeName.VARBINARY, type.precision());
            case UUID -> factory.createSqlType(SqlTypeName.UUID);
            case JSON -> factory.createSqlType(SqlTypeName.VARIANT);
            case DATE -> factory.createSqlType(SqlTypeName.DATE);
            case TIME -> factory.createSqlType(SqlTypeName.TIME, type.precision());
            case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.precision());
            case TIMESTAMP_TZ -> factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.precision());
            case INTERVAL_YEAR_MONTH -> factory.createSqlIntervalType(YEAR_TO_MONTH);
            case INTERVAL_DAY_TIME -> factory.createSqlIntervalType(DAY_TO_SECOND);
            case ARRAY -> factory.createArrayType(relType(factory, type.fields().get(0)), -1);
            case MAP -> factory.createMapType(relType(factory, type.fields().get(0)), relType(factory, type.fields().get(1)));
            case ROW -> rowType(factory, type.fields());
        };
    }

    private static RelDataType relType(RelDataTypeFactory factory, Field field) {
        return relType(factory, field.type(), field.nullable());
    }

    /** Calcite's row type of a schema. */
    public static RelDataType rowType(RelDataTypeFactory factory, Schema schema) {
        return rowType(factory, schema.fields());
    }

    private static RelDataType rowType(RelDataTypeFactory factory, List<Field> fields) {
        return factory.createStructType(StructKind.FULLY_QUALIFIED, fields.stream().map(f -> relType(factory, f)).toList(),
                fields.stream().map(Field::name).toList());
    }

    /** Our schema of a row type. */
    public static Schema schema(RelDataType rowType) {
        return new Schema(fields(rowType));
    }

    private static List<Field> fields(RelDataType rowType) {
        List<Field> fields = new ArrayList<>(rowType.getFieldCount());
        for (RelDataTypeField field : rowType.getFieldList()) {
            fields.add(new Field(field.getName(), sqlType(field.getType()), field.getType().isNullable()));
        }
        return fields;
    }
}
