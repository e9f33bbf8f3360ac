package io.millrace.storage.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.common.type.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Changes as Debezium writes them, without the schema around them. */
public final class DebeziumRows {
    private final List<Field> fields;

    public DebeziumRows(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** @param before null where the row is new; @param after null where it is gone */
    public byte[] write(List<Object> before, List<Object> after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonRows.generator(bytes)) {
            json.writeStartObject();
            json.writeFieldName("before");
            JsonRows.object(json, fields, before);
            json.writeFieldName("after");
            JsonRows.object(json, fields, after);
            json.writeStringField("op", before == null ? "c" : after == null ? "d" : "u");
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
