package io.millrace.storage.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Rows as JSON objects. Numbers are JSON's, whatever their size; NaN and infinities, dates, times and intervals are strings that {@code format = 'json'} of a
 * stream reads; so is BINARY, in hex.
 */
public final class JsonRows implements RowFormat {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<Field> fields;

    public JsonRows(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    @Override
    public byte[] write(List<Object> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            object(json, fields, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A row; null for no row. */
    static void object(JsonGenerator json, List<Field> fields, List<?> values) throws IOException {
        if (values == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        for (int i = 0; i < fields.size(); i++) {
            json.writeFieldName(fields.get(i).name());
            value(json, fields.get(i).type(), values.get(i));
        }
        json.writeEndObject();
    }

    static JsonGenerator generator(ByteArrayOutputStream bytes) throws IOException {
        return FACTORY.createGenerator(bytes);
    }

    private static void value(JsonGenerator json, SqlType type, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (type.kind()) {
            case NULL -> json.writeNull();
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER -> json.writeNumber((Integer) value);
            case BIGINT -> json.writeNumber((Long) value);
            case REAL -> {
                if (Float.isFinite((Float) value)) {
                    json.writeNumber((Float) value);
                } else {
                    json.writeString(value.toString());
                }
            }
            case DOUBLE -> {
                if (Double.isFinite((Double) value)) {
                    json.writeNumber((Double) value);
                } else {
                    json.writeString(value.toString());
                }
            }
            case DECIMAL -> json.writeNumber(((BigDecimal) value).toPlainString());
            case JSON -> json.writeRawValue((String) value);
            case ARRAY -> {
                json.writeStartArray();
                for (Object element : (List<?>) value) {
                    value(json, type.element(), element);
                }
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeFieldName(ScalarText.of(entry.getKey(), type.fields().get(0).type()));
                    value(json, type.fields().get(1).type(), entry.getValue());
                }
                json.writeEndObject();
            }
            case ROW -> object(json, type.fields(), (List<?>) value);
            case CHAR, VARCHAR, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
                    json.writeString(ScalarText.of(value, type));
        }
    }

    /** A nested value's text. */
    static String text(Object value, SqlType type) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            value(json, type, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
