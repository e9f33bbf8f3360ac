package io.millrace.storage.external;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.connector.SourceRecord;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.format.FieldsFormat;
import io.millrace.storage.format.FormatOptions;
import io.millrace.storage.format.Formats;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.MalformedRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Makes a stream's rows of another system's records. A row arrives when its record says, but not later than now: so clocks that run ahead move no watermark.
 * For one thread.
 */
final class RecordDecoder implements AutoCloseable {
    private static final int TEXT_MAX = 1_000;

    private final CatalogObject.Stream stream;
    private final Clock clock;
    private final boolean skips;
    private final RecordMetadata[] metadata;
    private final FieldsFormat values;
    private final FieldsFormat keys;
    private final List<Integer> valueColumns = new ArrayList<>();
    private final List<Integer> keyColumns = new ArrayList<>();
    private final BatchBuilder builder;
    private final ColumnBuilder[] valueBuilders;
    private final ColumnBuilder[] keyBuilders;
    private final ColumnBuilder times;
    private final ColumnBuilder weights;
    private boolean anyDelete;
    private long firstOffset;
    private long nextOffset;
    private long lastMicros;
    private String reason;
    private long skipped;

    /** Takes what is decoded. */
    interface Target {
        /** Takes over the rows. */
        void rows(LogBatch rows);

        void malformed(MalformedRecord record);
    }

    /** @throws MillraceException INVALID_TABLE_DEFINITION, INVALID_PARAMETER if the columns or options cannot be */
    RecordDecoder(CatalogObject.Stream stream, Clock clock, BufferAllocator allocator) {
        this.stream = stream;
        this.clock = clock;
        this.skips = ExternalOptions.skipsMalformed(stream.options());
        Schema schema = stream.schema();
        Set<String> inKey = ExternalOptions.keyFields(stream);
        this.metadata = new RecordMetadata[schema.size()];
        for (int c = 0; c < schema.size(); c++) {
            String of = stream.options().get(ExternalOptions.METADATA + schema.field(c).name());
            if (of != null) {
                metadata[c] = RecordMetadata.of(of, schema.field(c));
            } else if (inKey.contains(schema.field(c).name())) {
                keyColumns.add(c);
            } else {
                valueColumns.add(c);
            }
        }
        this.values = valueColumns.isEmpty() ? null
                : Formats.reading(ExternalOptions.valueFormat(stream.options()), fields(valueColumns),
                        new FormatOptions(stream.options(), "value."));
        this.keys = keyColumns.isEmpty() ? null
                : Formats.reading(keyFormat(), fields(keyColumns), new FormatOptions(stream.options(), "key."));
        this.builder = new BatchBuilder(allocator, schema, 64);
        this.valueBuilders = valueColumns.stream().map(builder::column).toArray(ColumnBuilder[]::new);
        this.keyBuilders = keyColumns.stream().map(builder::column).toArray(ColumnBuilder[]::new);
        this.times = new ColumnBuilder(allocator, SqlType.BIGINT, 64);
        this.weights = new ColumnBuilder(allocator, SqlType.BIGINT, 64);
    }

    private String keyFormat() {
        return stream.options().getOrDefault(ExternalOptions.KEY_FORMAT, keyColumns.size() == 1 ? "raw" : "json");
    }

    private List<Field> fields(List<Integer> columns) {
        return columns.stream().map(stream.schema()::field).toList();
    }

    /** Records that were passed over because the stream says so. */
    long skipped() {
        return skipped;
    }

    /** Records of one partition in offset order. */
    void decode(List<SourceRecord> records, Target target) {
        nextOffset = -1;
        for (SourceRecord record : records) {
            if (record.offset() != nextOffset) {
                flush(target);
                firstOffset = record.offset();
            }
            int rows = builder.column(0).length();
            FieldsFormat.Outcome outcome = row(record);
            switch (outcome) {
                case ROW, DELETE -> end(record, outcome == FieldsFormat.Outcome.DELETE);
                case NOTHING, MALFORMED -> {
                    truncate(rows);
                    flush(target);
                    nextOffset = -1;
                    if (outcome == FieldsFormat.Outcome.MALFORMED) {
                        malformed(record, target);
                    }
                }
            }
        }
        flush(target);
    }

    private FieldsFormat.Outcome row(SourceRecord record) {
        FieldsFormat.Outcome outcome = FieldsFormat.Outcome.ROW;
        boolean keyed = !stream.primaryKey().isEmpty();
        if (keys != null) {
            if (record.key() == null) {
                for (ColumnBuilder key : keyBuilders) {
                    key.appendNull();
                }
            } else if (keys.read(record.key(), record, keyBuilders) == FieldsFormat.Outcome.MALFORMED) {
                reason = "key: " + keys.reason();
                return FieldsFormat.Outcome.MALFORMED;
            }
        }
        if (record.value() == null) {
            if (keyed && keys == null) {
                return FieldsFormat.Outcome.NOTHING; // After Debezium's delete comes the key alone, so that the log can be compacted
            }
            for (ColumnBuilder value : valueBuilders) {
                value.appendNull();
            }
            outcome = keyed ? FieldsFormat.Outcome.DELETE : FieldsFormat.Outcome.ROW;
        } else if (values != null) {
            outcome = values.read(record.value(), record, valueBuilders);
            if (outcome == FieldsFormat.Outcome.MALFORMED) {
                reason = values.reason();
            }
        }
        if (outcome == FieldsFormat.Outcome.ROW || outcome == FieldsFormat.Outcome.DELETE) {
            for (int c = 0; c < metadata.length; c++) {
                if (metadata[c] != null) {
                    metadata[c].append(record, builder.column(c));
                }
            }
            return requireNotNull(outcome);
        }
        return outcome;
    }

    private FieldsFormat.Outcome requireNotNull(FieldsFormat.Outcome outcome) {
        for (int c = 0; c < stream.schema().size(); c++) {
            Field field = stream.schema().field(c);
            if (!field.nullable() && builder.column(c).lastIsNull()
                    && (outcome == FieldsFormat.Outcome.ROW || stream.primaryKey().contains(field.name()))) {
                reason = "null value in column \"" + field.name() + "\", which is NOT NULL";
                return FieldsFormat.Outcome.MALFORMED;
            }
        }
        return outcome;
    }

    private void end(SourceRecord record, boolean delete) {
        long now = clock.epochMicros();
        lastMicros = record.timestampMillis() < 0 ? now : Math.min(now, record.timestampMillis() * 1_000);
        times.appendLong(lastMicros);
        weights.appendLong(delete ? -1 : 1);
        anyDelete |= delete;
        nextOffset = record.offset() + 1;
    }

    private void truncate(int rows) {
        for (int c = 0; c < stream.schema().size(); c++) {
            if (builder.column(c).length() > rows) {
                builder.column(c).truncate(rows);
            }
        }
    }

    private void malformed(SourceRecord record, Target target) {
        if (skips) {
            skipped++;
            return;
        }
        byte[] bytes = record.value() == null ? new byte[0] : record.value();
        target.malformed(new MalformedRecord(record.partition(), record.offset(), reason,
                new String(bytes, 0, Math.min(bytes.length, TEXT_MAX), StandardCharsets.UTF_8)));
    }

    private void flush(Target target) {
        if (times.length() == 0) {
            return;
        }
        Batch rows = builder.build();
        FixedColumn arrived = (FixedColumn) times.build();
        FixedColumn signs = (FixedColumn) weights.build();
        if (anyDelete) {
            rows = new Batch(rows.columns(), rows.physicalRows(), null, signs);
            anyDelete = false;
        } else {
            signs.close();
        }
        target.rows(new LogBatch(firstOffset, rows, arrived, lastMicros));
    }

    /** What a record is that is no row, where nobody said what to do with it. */
    static MillraceException error(CatalogObject.Stream stream, MalformedRecord record) {
        return new MillraceException(ErrorCode.MALFORMED_INPUT, message(stream, record))
                .withHint("option " + ExternalOptions.ON_MALFORMED + " = 'skip' of the stream passes over such records");
    }

    static String message(CatalogObject.Stream stream, MalformedRecord record) {
        return "stream \"" + stream.name() + "\", partition " + record.partition() + ", offset " + record.offset() + ": " + record.reason();
    }

    @Override
    public void close() {
        builder.close();
        times.close();
        weights.close();
    }
}
