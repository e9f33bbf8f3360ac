package io.millrace.storage.table.body;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.schema.GroupType;

/**
 * SQL types as Iceberg (format version 2) has them. What it has no type for is kept as what it is in memory: intervals and times of nanoseconds as integers,
 * JSON as a string. The catalog holds the exact type; each column's comment says it for other readers.
 */
final class IcebergTypes {
    private IcebergTypes() {}

    static Types.NestedField field(Field field, AtomicInteger ids) {
        int id = ids.incrementAndGet();
        return Types.NestedField.of(id, field.nullable(), field.name(), type(field, ids), field.type().toString());
    }

    private static Type type(Field field, AtomicInteger ids) {
        SqlType type = field.type();
        return switch (type.kind()) {
            case BOOLEAN -> Types.BooleanType.get();
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH -> Types.IntegerType.get();
            case BIGINT, INTERVAL_DAY_TIME -> Types.LongType.get();
            case REAL -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case DECIMAL -> Types.DecimalType.of(type.precision(), type.scale());
            case CHAR, VARCHAR, JSON -> Types.StringType.get();
            case BINARY -> Types.BinaryType.get();
            case UUID -> Types.UUIDType.get();
            case DATE -> Types.DateType.get();
            case TIME -> type.precision() > 6 ? Types.LongType.get() : Types.TimeType.get();
            case TIMESTAMP -> type.precision() > 6 ? Types.LongType.get() : Types.TimestampType.withoutZone();
            case TIMESTAMP_TZ -> type.precision() > 6 ? Types.LongType.get() : Types.TimestampType.withZone();
            case ARRAY -> {
                Field element = type.fields().get(0);
                int id = ids.incrementAndGet();
                Type inner = type(element, ids);
                yield element.nullable() ? Types.ListType.ofOptional(id, inner) : Types.ListType.ofRequired(id, inner);
            }
            case MAP -> {
                Field value = type.fields().get(1);
                int keyId = ids.incrementAndGet();
                int valueId = ids.incrementAndGet();
                Type keyType = type(type.fields().get(0), ids);
                Type valueType = type(value, ids);
                yield value.nullable()
                        ? Types.MapType.ofOptional(keyId, valueId, keyType, valueType)
                        : Types.MapType.ofRequired(keyId, valueId, keyType, valueType);
            }
            case ROW -> {
                if (type.fields().isEmpty()) {
                    throw unsupported(field);
                }
                List<Types.NestedField> members = new ArrayList<>();
                type.fields().forEach(member -> members.add(field(member, ids)));
                yield Types.StructType.of(members);
            }
            case NULL -> throw unsupported(field);
        };
    }

    private static MillraceException unsupported(Field field) {
        return new MillraceException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "column \"" + field.name() + "\": a table cannot keep values of type " + field.type());
    }

    /** The Parquet type with the ids that the Iceberg type gives its parts. */
    static org.apache.parquet.schema.Type withIds(org.apache.parquet.schema.Type parquet, int id, Type iceberg) {
        return parquet.isPrimitive() ? parquet.withId(id) : members(parquet.asGroupType(), iceberg).withId(id);
    }

    private static GroupType members(GroupType group, Type iceberg) {
        return switch (iceberg) {
            case Types.ListType list -> group.withNewFields(group.getType(0).asGroupType().withNewFields(
                    withIds(group.getType(0).asGroupType().getType(0), list.elementId(), list.elementType())));
            case Types.MapType map -> group.withNewFields(group.getType(0).asGroupType().withNewFields(
                    withIds(group.getType(0).asGroupType().getType(0), map.keyId(), map.keyType()),
                    withIds(group.getType(0).asGroupType().getType(1), map.valueId(), map.valueType())));
            case Types.StructType struct -> {
                List<org.apache.parquet.schema.Type> fields = new ArrayList<>();
                for (int i = 0; i < group.getFieldCount(); i++) {
                    Types.NestedField member = struct.fields().get(i);
                    fields.add(withIds(group.getType(i), member.fieldId(), member.type()));
                }
                yield group.withNewFields(fields);
            }
            default -> throw new AssertionError(iceberg + " as " + group);
        };
    }
}
