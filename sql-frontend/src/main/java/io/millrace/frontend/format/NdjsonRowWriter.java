package io.millrace.frontend.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;

/** One JSON object a row and line, columns as members; a name that repeats gets a number. Rows that broke off end with a line {@code {"error": {…}}}. */
final class NdjsonRowWriter implements RowWriter {
    private final Answer answer;
    private final JsonGenerator json;
    private final String[] names;

    NdjsonRowWriter(Answer answer, OutputStream out) {
        this.answer = answer;
        this.json = JsonRowWriter.generator(out).setRootValueSeparator(null);
        this.names = uniqueNames(answer.schema());
    }

    static String[] uniqueNames(Schema schema) {
        Set<String> taken = new HashSet<>();
        schema.fields().forEach(field -> taken.add(field.name()));
        Set<String> used = new HashSet<>();
        String[] names = new String[schema.size()];
        for (int i = 0; i < names.length; i++) {
            String name = schema.field(i).name();
            for (int n = 2; !used.add(name); n++) {
                String numbered = schema.field(i).name() + "_" + n;
                name = taken.contains(numbered) ? name : numbered;
            }
            names[i] = name;
        }
        return names;
    }

    @Override
    public void begin() {
        // Every line stands for itself.
    }

    @Override
    public void batch(Batch batch) throws IOException {
        Schema schema = answer.schema();
        for (int i = 0; i < batch.rows(); i++) {
            int position = batch.selection() == null ? i : batch.selection().at(i);
            json.writeStartObject();
            for (int c = 0; c < names.length; c++) {
                json.writeFieldName(names[c]);
                JsonValues.write(json, Values.read(batch.column(c), position), schema.type(c), answer.zone());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
        json.flush();
    }

    @Override
    public void end() throws IOException {
        json.flush();
    }

    @Override
    public boolean fail(MillraceException error) throws IOException {
        json.writeStartObject();
        json.writeFieldName("error");
        ErrorJson.write(json, error);
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
        return true;
    }
}
