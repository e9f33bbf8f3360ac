package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import io.millrace.jdbc.wire.Parameter;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arrays, maps and rows as parameters. Where no type is told, it is that of the first value that is there. */
final class NestedParameters {
    private static final int DECIMAL_DIGITS = 38;

    private NestedParameters() {}

    static Parameter array(Array array) throws SQLException {
        if (array == null) {
            return Parameter.NULL;
        }
        if (array instanceof MillraceArray) {
            return list(((MillraceArray) array).values(), ((MillraceArray) array).element());
        }
        return list(Arrays.asList((Object[]) array.getArray()), ColumnType.parse(array.getBaseTypeName()));
    }

    /** {@code element} may be null. */
    static Parameter list(List<?> values, ColumnType element) throws SQLException {
        List<Object> converted = new ArrayList<>(values.size());
        ColumnType type = convert(values, element, converted);
        return new Parameter(ColumnType.array(type), converted);
    }

    /** {@code key} and {@code value} may be null. */
    static Parameter map(Map<?, ?> entries, ColumnType key, ColumnType value) throws SQLException {
        List<Object> keys = new ArrayList<>(entries.size());
        List<Object> values = new ArrayList<>(entries.size());
        ColumnType keyType = convert(new ArrayList<>(entries.keySet()), key, keys);
        ColumnType valueType = convert(new ArrayList<>(entries.values()), value, values);
        Map<Object, Object> converted = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            converted.put(keys.get(i), values.get(i));
        }
        return new Parameter(ColumnType.map(keyType, valueType), converted);
    }

    static Parameter row(Struct row) throws SQLException {
        if (row == null) {
            return Parameter.NULL;
        }
        return row(row.getAttributes(), ColumnType.parse(row.getSQLTypeName()));
    }

    /** Fields of a type that is no ROW have the types of their values, and are called f1, f2, … */
    private static Parameter row(Object[] attributes, ColumnType type) throws SQLException {
        boolean declared = type.kind() == Kind.ROW;
        if (declared && type.members().size() != attributes.length) {
            throw Errors.of("22023", "a row of type " + type + " has " + type.members().size() + " fields, found " + attributes.length);
        }
        List<Object> values = new ArrayList<>(attributes.length);
        List<ColumnInfo> members = new ArrayList<>(attributes.length);
        for (int i = 0; i < attributes.length; i++) {
            ColumnType member = convert(Arrays.asList(attributes[i]), declared ? type.members().get(i).type() : null, values);
            members.add(declared ? type.members().get(i) : new ColumnInfo("f" + (i + 1), member, true));
        }
        return new Parameter(ColumnType.row(members), values);
    }

    /** Converted to a nested type. */
    static Parameter as(Object value, ColumnType target) throws SQLException {
        switch (target.kind()) {
            case ARRAY :
                if (value instanceof Array) {
                    return list(Arrays.asList((Object[]) ((Array) value).getArray()), target.element());
                }
                if (value instanceof Object[]) {
                    return list(Arrays.asList((Object[]) value), target.element());
                }
                if (value instanceof List) {
                    return list((List<?>) value, target.element());
                }
                break;
            case MAP :
                if (value instanceof Map) {
                    return map((Map<?, ?>) value, target.members().get(0).type(), target.members().get(1).type());
                }
                break;
            default :
                if (value instanceof Struct) {
                    return row(((Struct) value).getAttributes(), target);
                }
                if (value instanceof Object[]) {
                    return row((Object[]) value, target);
                }
                if (value instanceof List) {
                    return row(((List<?>) value).toArray(), target);
                }
                break;
        }
        throw Errors.of("07006", "objects of " + value.getClass().getName() + " are not taken as " + target);
    }

    /** Adds the values, converted to one type, and gives that type. */
    private static ColumnType convert(List<?> values, ColumnType declared, List<Object> converted) throws SQLException {
        ColumnType type = declared;
        int scale = 0;
        for (Object value : values) {
            Parameter one = type == null || value == null ? Parameters.of(value) : Parameters.as(value, type);
            if (one.value() != null) {
                type = type == null ? one.type() : type;
            }
            if (one.value() instanceof BigDecimal) {
                scale = Math.max(scale, ((BigDecimal) one.value()).scale());
            }
            converted.add(one.value());
        }
        ColumnType known = type == null ? ColumnType.of(Kind.VARCHAR) : type;
        return known.kind() == Kind.DECIMAL ? ColumnType.of(Kind.DECIMAL, DECIMAL_DIGITS, Math.max(scale, known.scale())) : known;
    }
}
