package io.millrace.common.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.junit.jupiter.api.Test;

class ArrowBatchesTest {
    private static final Schema SCHEMA = Schema.of(
            Field.of("n", SqlType.NULL),
            Field.of("b", SqlType.BOOLEAN),
            Field.of("i8", SqlType.TINYINT),
            Field.of("i16", SqlType.SMALLINT),
            Field.of("i32", SqlType.INTEGER),
            Field.of("i64", SqlType.BIGINT),
            Field.of("r", SqlType.REAL),
            Field.of("d", SqlType.DOUBLE),
            Field.of("d9", SqlType.decimal(9, 2)),
            Field.of("d38", SqlType.decimal(38, 3)),
            Field.of("s", SqlType.VARCHAR),
            Field.of("u", SqlType.UUID),
            Field.of("day", SqlType.DATE),
            Field.of("t", SqlType.TIME),
            Field.of("ts", SqlType.TIMESTAMP),
            Field.of("ts9", SqlType.timestamp(9)),
            Field.of("tz", SqlType.TIMESTAMP_TZ),
            Field.of("ym", SqlType.INTERVAL_YEAR_MONTH),
            Field.of("dt", SqlType.INTERVAL_DAY_TIME),
            Field.of("a", SqlType.array(SqlType.VARCHAR)),
            Field.of("m", SqlType.map(SqlType.VARCHAR, SqlType.SMALLINT)),
            Field.of("w", SqlType.row(List.of(Field.of("x", SqlType.INTEGER), Field.of("y", SqlType.array(SqlType.REAL))))));

    private static Object[] values() {
        return new Object[] {
                null,
                true,
                -128,
                -32768,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                1.5f,
                Double.NaN,
                new BigDecimal("-1234567.89"),
                new BigDecimal("-99999999999999999999999999999999999.999"),
                "大数据",
                UUID.fromString("00000000-0000-0001-8000-000000000002"),
                LocalDate.of(9999, 12, 31),
                LocalTime.of(23, 59, 59, 999_999_000),
                LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999),
                Instant.parse("2026-03-29T01:00:00Z"),
                Period.of(-1, -2, 0),
                Duration.ofNanos(-1_000),
                Arrays.asList("x", null, ""),
                Map.of("k", 7),
                List.of(1, List.of(2.5f))
        };
    }

    @Test
    void everyTypeSurvivesTheArrowStreamFormat() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, 8)) {
            builder.row(new Object[SCHEMA.size()]).row(values()).row(new Object[SCHEMA.size()]).row(values());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            List<List<Object>> expected;
            try (Batch all = builder.build();
                    Batch batch = all.withSelection(new Selection(new int[] {1, 2, 3}, 3));
                    ArrowRecordBatch record = ArrowBatches.toArrow(batch, allocator);
                    VectorSchemaRoot root = VectorSchemaRoot.create(ArrowTypes.schema(SCHEMA), allocator)) {
                expected = Values.readRows(batch);
                new VectorLoader(root).load(record);
                try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(bytes))) {
                    writer.writeBatch();
                }
            }
            try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator)) {
                reader.loadNextBatch();
                try (ArrowRecordBatch record = new VectorUnloader(reader.getVectorSchemaRoot()).getRecordBatch();
                        Batch back = ArrowBatches.fromArrow(record, SCHEMA, allocator)) {
                    assertEquals(expected, Values.readRows(back));
                }
            }
        }
    }
}
