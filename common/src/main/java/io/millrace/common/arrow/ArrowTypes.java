package io.millrace.common.arrow;

import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The Arrow types that clients see for SQL types. */
public final class ArrowTypes {
    /** Key of the SQL type's spelling in a field's metadata: Arrow's type alone does not tell CHAR(3) from JSON, nor TIME(0) from TIME(6). */
    public static final String SQL_TYPE = "sql.type";

    private ArrowTypes() {}

    public static org.apache.arrow.vector.types.pojo.Schema schema(Schema schema) {
        return new org.apache.arrow.vector.types.pojo.Schema(
                schema.fields().stream().map(ArrowTypes::field).toList());
    }

    public static org.apache.arrow.vector.types.pojo.Field field(Field field) {
        return new org.apache.arrow.vector.types.pojo.Field(
                field.name(),
                new FieldType(field.nullable(), type(field.type()), null, Map.of(SQL_TYPE, field.type().toString())),
                children(field.type()));
    }

    private static List<org.apache.arrow.vector.types.pojo.Field> children(SqlType type) {
        return switch (type.kind()) {
            case ARRAY, ROW -> type.fields().stream().map(ArrowTypes::field).toList();
            case MAP -> List.of(new org.apache.arrow.vector.types.pojo.Field(
                    "entries",
                    new FieldType(false, ArrowType.Struct.INSTANCE, null),
                    type.fields().stream().map(ArrowTypes::field).toList()));
            case NULL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR, BINARY, UUID, JSON, DATE, TIME,
                    TIMESTAMP,
                    TIMESTAMP_TZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> List.of();
        };
    }

    public static ArrowType type(SqlType type) {
        return switch (type.kind()) {
            case NULL -> ArrowType.Null.INSTANCE;
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INTEGER -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DECIMAL -> new ArrowType.Decimal(type.precision(), type.scale(), 128);
            case CHAR, VARCHAR, JSON -> ArrowType.Utf8.INSTANCE;
            case BINARY -> ArrowType.Binary.INSTANCE;
            case UUID -> new ArrowType.FixedSizeBinary(16);
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME -> new ArrowType.Time(unit(type), 64);
            case TIMESTAMP -> new ArrowType.Timestamp(unit(type), null);
            case TIMESTAMP_TZ -> new ArrowType.Timestamp(unit(type), "UTC");
            case INTERVAL_YEAR_MONTH -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
            case INTERVAL_DAY_TIME -> new ArrowType.Duration(TimeUnit.MICROSECOND);
            case ARRAY -> ArrowType.List.INSTANCE;
            case MAP -> new ArrowType.Map(false);
            case ROW -> ArrowType.Struct.INSTANCE;
        };
    }

    private static TimeUnit unit(SqlType type) {
        return type.precision() > 6 ? TimeUnit.NANOSECOND : TimeUnit.MICROSECOND;
    }
}
