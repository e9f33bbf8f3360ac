package io.millrace.storage.format;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.connector.SourceRecord;
import io.millrace.common.type.Field;
import io.millrace.storage.file.json.JsonRowReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of a table as Debezium writes them: {@code {"before": …, "after": …, "op": "c" | "u" | "d" | "r"}}, with or without the schema around it. What is
 * inserted, updated or read in a snapshot takes the place of the row of its key; what is deleted ends it.
 */
final class DebeziumFormat implements FieldsFormat {
    private static final String PAYLOAD = "payload";

    private final JsonRowReader reader;
    private String reason;

    DebeziumFormat(List<Field> fields) {
        this.reader = new JsonRowReader(fields, false);
    }

    @Override
    public Outcome read(byte[] bytes, SourceRecord record, ColumnBuilder[] out) {
        List<String> path = new ArrayList<>();
        String op = JsonRowReader.text(bytes, List.of("op"));
        if (op == null) {
            path.add(PAYLOAD);
            op = JsonRowReader.text(bytes, List.of(PAYLOAD, "op"));
        }
        if (op == null) {
            reason = "no change of Debezium's: it has no member \"op\"";
            return Outcome.MALFORMED;
        }
        return switch (op) {
            case "c", "r", "u" -> row(bytes, path, "after", Outcome.ROW, out);
            case "d" -> row(bytes, path, "before", Outcome.DELETE, out);
            case "t", "m" -> Outcome.NOTHING;
            default -> {
                reason = "unknown operation \"" + op + "\"";
                yield Outcome.MALFORMED;
            }
        };
    }

    private Outcome row(byte[] bytes, List<String> path, String member, Outcome outcome, ColumnBuilder[] out) {
        List<String> full = new ArrayList<>(path);
        full.add(member);
        reason = reader.read(bytes, full, out);
        return reason == null ? outcome : Outcome.MALFORMED;
    }

    @Override
    public String reason() {
        return reason;
    }
}
