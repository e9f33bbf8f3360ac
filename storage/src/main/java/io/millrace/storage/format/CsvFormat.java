package io.millrace.storage.format;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.connector.SourceRecord;
import io.millrace.common.type.Field;
import io.millrace.storage.file.json.JsonText;
import io.millrace.storage.file.text.TextParser;
import java.util.List;

/** A record is one line of fields in the order of the columns, quoted where they hold the delimiter. An empty field that is not quoted is NULL. */
final class CsvFormat implements FieldsFormat {
    private final List<Field> fields;
    private final TextParser[] parsers;
    private final CsvLine line;
    private final boolean ignoreExtra;
    private String reason;

    CsvFormat(List<Field> fields, FormatOptions options) {
        this.fields = fields;
        this.parsers = fields.stream().map(field -> JsonText.parser(field.type())).toArray(TextParser[]::new);
        this.line = new CsvLine(
                options.character("csv.field-delimiter", ','), options.character("csv.quote-character", '"'),
                options.text("csv.null-literal", ""));
        this.ignoreExtra = options.flag("csv.allow-extra-fields", false);
    }

    @Override
    public Outcome read(byte[] bytes, SourceRecord record, ColumnBuilder[] out) {
        reason = line.cut(bytes);
        if (reason != null) {
            return Outcome.MALFORMED;
        }
        if (line.fields() < fields.size() || line.fields() > fields.size() && !ignoreExtra) {
            reason = "expected " + fields.size() + " fields, found " + line.fields();
            return Outcome.MALFORMED;
        }
        for (int i = 0; i < parsers.length; i++) {
            if (line.isNull(i)) {
                out[i].appendNull();
            } else if (!parsers[i].append(line.bytes(i), line.start(i), line.end(i), out[i])) {
                reason = "expected " + fields.get(i).type() + " for column \"" + fields.get(i).name() + "\", found '" + line.text(i) + "'";
                return Outcome.MALFORMED;
            }
        }
        return Outcome.ROW;
    }

    @Override
    public String reason() {
        return reason;
    }
}
