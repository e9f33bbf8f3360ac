package io.millrace.frontend.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * One JSON object: queryId, tag, columns (name, type), rows (arrays), and at its end rowCount, updateCount and warnings. Rows that broke off are
 * followed by a member {@code error}, and then there is no rowCount.
 */
final class JsonRowWriter implements RowWriter {
    private final Answer answer;
    private final JsonGenerator json;
    private long rows;

    JsonRowWriter(Answer answer, OutputStream out) {
        this.answer = answer;
        this.json = generator(out);
    }

    static JsonGenerator generator(OutputStream out) {
        try {
            return JsonValues.FACTORY.createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void begin() throws IOException {
        json.writeStartObject();
        json.writeStringField("queryId", answer.queryId());
        json.writeStringField("tag", answer.tag());
        json.writeArrayFieldStart("columns");
        for (Field field : answer.schema().fields()) {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeStringField("type", field.type().toString());
            json.writeBooleanField("nullable", field.nullable());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
    }

    @Override
    public void batch(Batch batch) throws IOException {
        Schema schema = answer.schema();
        for (int i = 0; i < batch.rows(); i++) {
            int position = batch.selection() == null ? i : batch.selection().at(i);
            json.writeStartArray();
            for (int c = 0; c < schema.size(); c++) {
                JsonValues.write(json, Values.read(batch.column(c), position), schema.type(c), answer.zone());
            }
            json.writeEndArray();
        }
        json.flush();
        rows += batch.rows();
    }

    @Override
    public void end() throws IOException {
        json.writeEndArray();
        json.writeNumberField("rowCount", rows);
        if (answer.updateCount() >= 0) {
            json.writeNumberField("updateCount", answer.updateCount());
        }
        warnings();
        close();
    }

    private void warnings() throws IOException {
        json.writeArrayFieldStart("warnings");
        for (String warning : answer.warnings()) {
            json.writeString(warning);
        }
        json.writeEndArray();
    }

    private void close() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    /** Whatever was begun is closed first. An answer that had ended, or had not begun, has no place for an error. */
    @Override
    public boolean fail(MillraceException error) throws IOException {
        JsonStreamContext context = json.getOutputContext();
        if (context.inRoot()) {
            return false;
        }
        while (!context.getParent().inRoot()) {
            if (context.inArray()) {
                json.writeEndArray();
            } else {
                json.writeEndObject();
            }
            context = json.getOutputContext();
        }
        warnings();
        json.writeFieldName("error");
        ErrorJson.write(json, error);
        close();
        return true;
    }
}
