package io.millrace.storage.kafka;

import io.millrace.common.connector.Guarantee;
import io.millrace.common.connector.SinkDefinition;
import io.millrace.common.connector.SinkKind;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.storage.format.FormatOptions;
import io.millrace.storage.format.Formats;
import io.millrace.storage.format.RowFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How rows become records.
 *
 * @param keyColumns of the query's schema; of a query whose rows change, what tells them apart
 * @param kind what writing so promises
 */
record KafkaSinkOptions(KafkaOptions kafka, String format, List<Integer> keyColumns, boolean changelog, SinkKind kind) {
    private static final Set<String> OWN = Set.of("format", "value.format", "key.format", "key.fields", "guarantee");

    static KafkaSinkOptions of(SinkDefinition sink) {
        Map<String, String> options = sink.options();
        for (String option : options.keySet()) {
            String bare = option.startsWith("key.") || option.startsWith("value.") ? option.substring(option.indexOf('.') + 1) : option;
            if (!OWN.contains(option) && !KafkaOptions.COMMON.contains(option) && !option.startsWith("properties.")
                    && !Formats.OPTIONS.contains(bare)) {
                Set<String> known = new TreeSet<>(OWN);
                known.addAll(KafkaOptions.COMMON);
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a sink into Kafka has no option " + option
                        + ", expected one of " + String.join(", ", known) + ", properties.*, or one of a format");
            }
        }
        List<Integer> keys = new ArrayList<>();
        for (String column : sink.columns("key.fields")) {
            int index = sink.schema().indexOf(column);
            if (index < 0) {
                throw new MillraceException(ErrorCode.UNDEFINED_COLUMN, "option key.fields: the query has no column \"" + column + "\"");
            }
            keys.add(index);
        }
        String format = options.getOrDefault("value.format", options.getOrDefault("format", "json"));
        boolean changelog = Formats.isChangelog(format);
        if (!sink.appendOnly() && !changelog && keys.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "rows of the query change after they were written, which format " + format + " cannot say without a key")
                    .withHint("say EMIT ON WINDOW CLOSE, or give key.fields, by which rows are put in each other's place, "
                            + "or format = 'debezium-json'");
        }
        KafkaSinkOptions all =
                new KafkaSinkOptions(KafkaOptions.of(options), format, keys, changelog, kind(options, sink, keys, changelog));
        if (!changelog) {
            all.values(sink);
        }
        all.keys(sink);
        return all;
    }

    private static SinkKind kind(Map<String, String> options, SinkDefinition sink, List<Integer> keys, boolean changelog) {
        boolean transactional = Guarantee.of(options.getOrDefault("guarantee", "exactly-once")) == Guarantee.EXACTLY_ONCE;
        boolean upserts = !sink.appendOnly() && !keys.isEmpty() && !changelog;
        return transactional ? SinkKind.TRANSACTIONAL : upserts ? SinkKind.IDEMPOTENT : SinkKind.PLAIN;
    }

    RowFormat values(SinkDefinition sink) {
        return Formats.writing(format, sink.schema().fields(), new FormatOptions(sink.options(), "value."));
    }

    /** Null if records have no keys. */
    RowFormat keys(SinkDefinition sink) {
        if (keyColumns.isEmpty()) {
            return null;
        }
        List<Field> fields = keyColumns.stream().map(sink.schema()::field).toList();
        return Formats.writing(sink.options().getOrDefault("key.format", fields.size() == 1 ? "raw" : "json"), fields,
                new FormatOptions(sink.options(), "key."));
    }
}
