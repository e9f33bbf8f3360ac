package io.millrace.storage.format;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.connector.SourceRecord;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.json.JsonText;
import io.millrace.storage.file.text.TextParser;
import java.util.List;

/** The whole of a record is one column: its bytes, or its text read as the column's type. */
final class RawFormat implements FieldsFormat {
    private final Field field;
    private final TextParser parser;

    RawFormat(List<Field> fields) {
        if (fields.size() != 1) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION,
                    "format raw fills one column, found " + fields.size() + ": " + fields.stream().map(Field::name).toList());
        }
        this.field = fields.getFirst();
        this.parser = field.type().kind() == SqlType.Kind.BINARY ? null : JsonText.parser(field.type());
    }

    @Override
    public Outcome read(byte[] bytes, SourceRecord record, ColumnBuilder[] out) {
        if (parser == null) {
            out[0].appendBytes(bytes);
            return Outcome.ROW;
        }
        return parser.append(bytes, 0, bytes.length, out[0]) ? Outcome.ROW : Outcome.MALFORMED;
    }

    @Override
    public String reason() {
        return "expected " + field.type() + " for column \"" + field.name() + "\", found another value";
    }
}
