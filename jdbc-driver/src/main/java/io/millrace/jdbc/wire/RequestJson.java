package io.millrace.jdbc.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Requests as the server reads them. */
public final class RequestJson {
    public static final JsonFactory FACTORY = new JsonFactory();

    private RequestJson() {}

    /** {@code expect} is rows, count, or null if either will do. */
    public static byte[] run(String sql, List<Parameter> parameters, String expect, long timeoutMillis, int fetchRows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128 + sql.length());
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("sql", sql);
            if (expect != null) {
                json.writeStringField("expect", expect);
            }
            if (timeoutMillis > 0) {
                json.writeNumberField("timeoutMillis", timeoutMillis);
            }
            if (fetchRows > 0) {
                json.writeNumberField("fetchRows", fetchRows);
            }
            if (!parameters.isEmpty()) {
                types(json, parameters);
                json.writeFieldName("values");
                values(json, parameters);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** All rows have the types of {@code types}, or NULL. */
    public static byte[] batch(String sql, List<String> types, List<List<Parameter>> rows, long timeoutMillis) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("sql", sql);
            if (timeoutMillis > 0) {
                json.writeNumberField("timeoutMillis", timeoutMillis);
            }
            json.writeArrayFieldStart("types");
            for (String type : types) {
                json.writeString(type);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
            for (List<Parameter> row : rows) {
                values(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void types(JsonGenerator json, List<Parameter> parameters) throws IOException {
        json.writeArrayFieldStart("types");
        for (Parameter parameter : parameters) {
            json.writeString(parameter.typeName());
        }
        json.writeEndArray();
    }

    private static void values(JsonGenerator json, List<Parameter> parameters) throws IOException {
        json.writeStartArray();
        for (Parameter parameter : parameters) {
            parameter.write(json);
        }
        json.writeEndArray();
    }
}
