package io.millrace.frontend.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Errors as JSON objects {code, sqlState, message, line, column, hint}; absent parts are null. */
public final class ErrorJson {
    private ErrorJson() {}

    public static void write(JsonGenerator json, MillraceException error) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", error.code().name());
        json.writeStringField("sqlState", error.code().sqlState());
        json.writeStringField("message", error.getMessage());
        json.writeFieldName("line");
        number(json, error.position().isPresent() ? error.position().get().line() : 0);
        json.writeFieldName("column");
        number(json, error.position().isPresent() ? error.position().get().column() : 0);
        json.writeStringField("hint", error.hint().orElse(null));
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, int value) throws IOException {
        if (value == 0) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }

    public static String of(MillraceException error) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
            write(json, error);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
