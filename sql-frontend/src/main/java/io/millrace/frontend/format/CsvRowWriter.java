package io.millrace.frontend.format;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.frontend.value.ClientText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/**
 * RFC 4180 with a header line and LF line ends. NULL is an empty field, an empty text {@code ""}; a value is quoted where it holds the delimiter, a
 * quote or a line end. The format has no way to say that rows broke off.
 */
public final class CsvRowWriter implements RowWriter {
    private final Schema schema;
    private final ZoneId zone;
    private final OutputStream out;
    private final char delimiter;
    private final boolean header;
    private final StringBuilder text = new StringBuilder();

    public CsvRowWriter(Schema schema, ZoneId zone, OutputStream out, char delimiter) {
        this(schema, zone, out, delimiter, true);
    }

    public CsvRowWriter(Schema schema, ZoneId zone, OutputStream out, char delimiter, boolean header) {
        this.schema = schema;
        this.zone = zone;
        this.out = out;
        this.delimiter = delimiter;
        this.header = header;
    }

    @Override
    public void begin() throws IOException {
        List<Field> fields = schema.fields();
        if (!header || fields.isEmpty()) {
            return;
        }
        for (int c = 0; c < fields.size(); c++) {
            field(fields.get(c).name(), c);
        }
        text.append('\n');
        flush();
    }

    @Override
    public void batch(Batch batch) throws IOException {
        for (int i = 0; i < batch.rows(); i++) {
            int position = batch.selection() == null ? i : batch.selection().at(i);
            for (int c = 0; c < schema.size(); c++) {
                Object value = Values.read(batch.column(c), position);
                field(value == null ? null : ClientText.of(value, schema.type(c), zone), c);
            }
            text.append('\n');
        }
        flush();
    }

    private void field(String value, int column) {
        if (column > 0) {
            text.append(delimiter);
        }
        if (value == null) {
            return;
        }
        if (needsQuotes(value)) {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        } else {
            text.append(value);
        }
    }

    private boolean needsQuotes(String value) {
        if (value.isEmpty()) {
            return true;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == delimiter || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    private void flush() throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }

    @Override
    public void end() {
        // Nothing follows the last row.
    }

    @Override
    public boolean fail(MillraceException error) {
        return false;
    }
}
