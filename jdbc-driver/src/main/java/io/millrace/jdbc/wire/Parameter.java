package io.millrace.jdbc.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A parameter's value with its type: of the classes that {@link io.millrace.jdbc.value.Rows} lists, or null. Immutable. */
public final class Parameter {
    public static final Parameter NULL = new Parameter(ColumnType.of(Kind.NULL), null);

    private final ColumnType type;
    private final Object value;

    public Parameter(ColumnType type, Object value) {
        this.type = type;
        this.value = value;
    }

    public Object value() {
        return value;
    }

    public ColumnType type() {
        return type;
    }

    public String typeName() {
        return value == null ? "NULL" : type.toString();
    }

    void write(JsonGenerator json) throws IOException {
        write(json, value);
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean) {
            json.writeBoolean((Boolean) value);
        } else if (value instanceof Integer) {
            json.writeNumber((Integer) value);
        } else if (value instanceof Long) {
            json.writeNumber((Long) value);
        } else if (value instanceof BigDecimal) {
            json.writeString(((BigDecimal) value).toPlainString());
        } else if (value instanceof byte[]) {
            json.writeString(java.util.Base64.getEncoder().encodeToString((byte[]) value));
        } else if (value instanceof List) {
            json.writeStartArray();
            for (Object element : (List<?>) value) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Map) {
            // Keys may be of any type
            json.writeStartArray();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                json.writeStartArray();
                write(json, entry.getKey());
                write(json, entry.getValue());
                json.writeEndArray();
            }
            json.writeEndArray();
        } else {
            // Floating point, texts, times and UUIDs are sent as Java prints them.
            json.writeString(value.toString());
        }
    }
}
