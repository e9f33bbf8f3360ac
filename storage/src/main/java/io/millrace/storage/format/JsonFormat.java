package io.millrace.storage.format;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.connector.SourceRecord;
import io.millrace.common.type.Field;
import io.millrace.storage.file.json.JsonRowReader;
import java.util.List;

/** A record is a JSON object with a member a column; nested objects, arrays and maps are ROW, ARRAY and MAP. */
final class JsonFormat implements FieldsFormat {
    private final JsonRowReader reader;
    private String reason;

    JsonFormat(List<Field> fields, FormatOptions options) {
        this.reader = new JsonRowReader(fields, options.flag("json.fail-on-missing-field", false));
    }

    @Override
    public Outcome read(byte[] bytes, SourceRecord record, ColumnBuilder[] out) {
        reason = reader.read(bytes, out);
        return reason == null ? Outcome.ROW : Outcome.MALFORMED;
    }

    @Override
    public String reason() {
        return reason;
    }
}
