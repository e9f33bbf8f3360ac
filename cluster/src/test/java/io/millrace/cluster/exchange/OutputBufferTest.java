package io.millrace.cluster.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a task puts out, between its lanes and its readers; and batches on the wire. */
class OutputBufferTest {
    private static final Schema SCHEMA = Schema.of(Field.of("s", SqlType.VARCHAR), Field.of("n", SqlType.decimal(12, 2)));

    private final BufferAllocator allocator = new RootAllocator();
    private final AtomicInteger unwanted = new AtomicInteger();
    private final OutputBuffer buffer = new OutputBuffer(2, unwanted::incrementAndGet);

    /** Nothing may be left of any case. */
    @AfterEach
    void allIsFreed() {
        buffer.discard();
        allocator.close();
    }

    private Batch batch(int rows) {
        try (BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, rows)) {
            for (int i = 0; i < rows; i++) {
                builder.row(i % 3 == 0 ? null : "苹果 " + i, new java.math.BigDecimal(i).setScale(2));
            }
            return builder.build();
        }
    }

    @Test
    void readersGetTheirOwnInOrder() {
        buffer.send(0, batch(1));
        buffer.send(1, batch(2));
        buffer.send(0, batch(3));
        buffer.finish();
        assertEquals(List.of(1, 3), drain(buffer.partition(0)));
        assertEquals(List.of(2), drain(buffer.partition(1)));
        assertTrue(buffer.partition(0).finished());
    }

    private static List<Integer> drain(OutputPartition partition) {
        List<Integer> rows = new ArrayList<>();
        for (Batch batch = partition.poll(() -> {}); batch != null; batch = partition.poll(() -> {})) {
            rows.add(batch.rows());
            batch.close();
        }
        return rows;
    }

    @Test
    void sendersWaitUntilReadersHaveTaken() {
        AtomicInteger woken = new AtomicInteger();
        while (buffer.ready(woken::incrementAndGet)) {
            buffer.send(0, batch(10_000));
        }
        assertEquals(0, woken.get());
        buffer.partition(0).poll(() -> {}).close();
        assertEquals(1, woken.get());
    }

    @Test
    void aReaderIsWokenByRowsAndByTheEnd() {
        AtomicInteger woken = new AtomicInteger();
        assertNull(buffer.partition(0).poll(woken::incrementAndGet));
        buffer.send(0, batch(1));
        assertEquals(1, woken.get());
        buffer.partition(0).poll(() -> {}).close();
        assertNull(buffer.partition(0).poll(woken::incrementAndGet));
        assertFalse(buffer.partition(0).finished());
        buffer.finish();
        assertEquals(2, woken.get());
        assertTrue(buffer.partition(0).finished());
    }

    @Test
    void aTaskIsUnwantedOnceAllReadersAreGone() {
        buffer.send(0, batch(1));
        buffer.partition(0).close();
        assertEquals(0, unwanted.get());
        buffer.partition(1).close();
        buffer.partition(1).close();
        assertEquals(1, unwanted.get());
        buffer.send(0, batch(1));
        assertTrue(buffer.ready(() -> {}));
    }

    @Test
    void aFailureReachesEveryReader() {
        buffer.send(0, batch(1));
        buffer.fail(new MillraceException(ErrorCode.DIVISION_BY_ZERO, "division by zero"));
        for (int p = 0; p < 2; p++) {
            OutputPartition partition = buffer.partition(p);
            assertEquals(ErrorCode.DIVISION_BY_ZERO, assertThrows(MillraceException.class, () -> partition.poll(() -> {})).code());
            assertFalse(partition.finished());
        }
    }

    @Test
    void batchesComeOverAsTheyWere() {
        ByteBuf wire = Unpooled.buffer();
        try (Batch plain = batch(100);
                BatchBuilder weights = new BatchBuilder(allocator, Schema.of(new Field("w", SqlType.BIGINT, false)), 100)) {
            for (int i = 0; i < 100; i++) {
                weights.row((long) (i % 2 == 0 ? 1 : -i));
            }
            Batch column = weights.build();
            List<Column> columns = new ArrayList<>(plain.columns());
            columns.forEach(Column::retain);
            try (Batch weighted = new Batch(columns, 100, null, column.column(0))) {
                BatchFrames.write(plain, wire, allocator);
                try (Batch back = BatchFrames.read(wire, SCHEMA, allocator)) {
                    assertEquals(Values.readRows(plain), Values.readRows(back));
                    assertNull(back.weights());
                }
                BatchFrames.write(weighted, wire, allocator);
                try (Batch back = BatchFrames.read(wire, SCHEMA, allocator)) {
                    assertEquals(Values.readRows(plain), Values.readRows(back));
                    for (int i = 0; i < 100; i++) {
                        assertEquals(Values.read(weighted.weights(), i), Values.read(back.weights(), i));
                    }
                }
            }
        }
    }
}
