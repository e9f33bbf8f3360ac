package io.millrace.storage.file.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * SQL types as Parquet writes them. Intervals have no faithful form in the format (its own counts unsigned milliseconds): they are written as what they
 * are in memory, months as INT32 and microseconds as INT64, and read back as intervals where a table declares them.
 */
public final class SchemaWriter {
    private SchemaWriter() {}

    public static MessageType message(Schema schema) {
        List<Type> columns = new ArrayList<>();
        for (Field field : schema.fields()) {
            columns.add(type(field));
        }
        if (columns.isEmpty()) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a Parquet file needs at least one column");
        }
        return new MessageType("schema", columns);
    }

    private static Type type(Field field) {
        Repetition repetition = field.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        SqlType type = field.type();
        return switch (type.kind()) {
            case NULL, INTEGER, INTERVAL_YEAR_MONTH -> leaf(field, PrimitiveTypeName.INT32, null);
            case BOOLEAN -> leaf(field, PrimitiveTypeName.BOOLEAN, null);
            case TINYINT -> leaf(field, PrimitiveTypeName.INT32, intType(8, true));
            case SMALLINT -> leaf(field, PrimitiveTypeName.INT32, intType(16, true));
            case BIGINT, INTERVAL_DAY_TIME -> leaf(field, PrimitiveTypeName.INT64, null);
            case REAL -> leaf(field, PrimitiveTypeName.FLOAT, null);
            case DOUBLE -> leaf(field, PrimitiveTypeName.DOUBLE, null);
            case DECIMAL -> decimal(field, repetition);
            case CHAR, VARCHAR -> leaf(field, PrimitiveTypeName.BINARY, stringType());
            case JSON -> leaf(field, PrimitiveTypeName.BINARY, jsonType());
            case BINARY -> leaf(field, PrimitiveTypeName.BINARY, null);
            case UUID -> Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition).length(16).as(uuidType()).named(field.name());
            case DATE -> leaf(field, PrimitiveTypeName.INT32, dateType());
            case TIME -> leaf(field, PrimitiveTypeName.INT64, timeType(false, unit(type)));
            case TIMESTAMP -> leaf(field, PrimitiveTypeName.INT64, timestampType(false, unit(type)));
            case TIMESTAMP_TZ -> leaf(field, PrimitiveTypeName.INT64, timestampType(true, unit(type)));
            case ARRAY -> list(field, repetition);
            case MAP -> map(field, repetition);
            case ROW -> row(field, repetition);
        };
    }

    private static TimeUnit unit(SqlType type) {
        return type.precision() > 6 ? TimeUnit.NANOS : TimeUnit.MICROS;
    }

    private static PrimitiveType leaf(Field field, PrimitiveTypeName physical, LogicalTypeAnnotation annotation) {
        Repetition repetition = field.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        return Types.primitive(physical, repetition).as(annotation).named(field.name());
    }

    private static PrimitiveType decimal(Field field, Repetition repetition) {
        SqlType type = field.type();
        LogicalTypeAnnotation annotation = decimalType(type.scale(), type.precision());
        if (type.precision() <= 9) {
            return leaf(field, PrimitiveTypeName.INT32, annotation);
        }
        if (type.precision() <= SqlType.MAX_LONG_DECIMAL_PRECISION) {
            return leaf(field, PrimitiveTypeName.INT64, annotation);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(decimalBytes(type.precision()))
                .as(annotation)
                .named(field.name());
    }

    /** The fewest bytes that hold every value of that many digits. */
    static int decimalBytes(int precision) {
        return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
    }

    private static GroupType list(Field field, Repetition repetition) {
        Field element = field.type().fields().get(0);
        GroupType entries = new GroupType(Repetition.REPEATED, "list", type(element.withName("element")));
        return Types.buildGroup(repetition).as(LogicalTypeAnnotation.listType()).addField(entries).named(field.name());
    }

    private static GroupType map(Field field, Repetition repetition) {
        Field key = field.type().fields().get(0);
        Field value = field.type().fields().get(1);
        GroupType entries = new GroupType(
                Repetition.REPEATED, "key_value", type(new Field("key", key.type(), false)), type(value.withName("value")));
        return Types.buildGroup(repetition).as(LogicalTypeAnnotation.mapType()).addField(entries).named(field.name());
    }

    private static GroupType row(Field field, Repetition repetition) {
        if (field.type().fields().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "column " + field.name() + ": a row without fields cannot be written to Parquet");
        }
        return new GroupType(repetition, field.name(), field.type().fields().stream().map(SchemaWriter::type).toList());
    }
}
