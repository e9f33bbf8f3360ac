package io.millrace.cluster.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.connector.SinkDefinition;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.SystemClock;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sink's job keeps of a query's first contents and of rows that must not be seen, and what comes of it where the other system fails. */
final class SinkJobTest {
    private static final Schema SCHEMA = Schema.of(Field.of("n", SqlType.BIGINT));
    private static final long AMPLE = 1L << 30;
    /** Any row fills an outbox of this size. */
    private static final long TINY = 1;

    private final BufferAllocator allocator = new RootAllocator();
    private final MemorySink system = new MemorySink();

    @AfterEach
    void nothingLeaks() {
        allocator.close();
    }

    private SinkJob job(long bytesMax) {
        SinkDefinition definition = new SinkDefinition("k", "public.k", SCHEMA, Map.of(), true);
        return new SinkJob(definition, system, new SystemClock(), new SinkOutbox(bytesMax));
    }

    private List<Batch> rows(long... values) {
        if (values.length == 0) {
            return List.of();
        }
        try (BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, values.length)) {
            for (long value : values) {
                builder.row(value);
            }
            return List.of(builder.build());
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + 20_000_000_000L;
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, "did not come about");
            never.await(5, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void partsThatFitAreWrittenAgain() throws Exception {
        system.commitsToFail.set(2);
        try (SinkJob job = job(AMPLE)) {
            job.start();
            job.offerPart(1, rows(1, 2));
            job.offerPart(1, rows(3));
            job.offer(1, rows(), false);
            job.awaitFirstContents();
            await(() -> job.committedTick().isPresent());
            assertEquals(List.of(1L, 2L, 3L), system.committed());
            assertEquals(3, system.opened.get());
        }
    }

    @Test
    void partsThatDoNotFitAreCommittedThoughTheLastStepChangesNothing() throws Exception {
        system.written = new CountDownLatch(1);
        try (SinkJob job = job(TINY)) {
            job.start();
            job.offerPart(1, rows(1, 2));
            system.written.await();
            job.offer(1, rows(), false);
            job.awaitFirstContents();
            assertFalse(job.hasPartsOpen());
            assertEquals(List.of(1L, 2L), system.committed());
        }
    }

    @Test
    void aCommitOfPartsThatAreGoneFailsTheFirstContents() throws Exception {
        system.commitsToFail.set(1);
        try (SinkJob job = job(TINY)) {
            job.start();
            job.offerPart(1, rows(1, 2));
            job.offer(1, rows(3), false);
            MillraceException failed = assertThrows(MillraceException.class, job::awaitFirstContents);
            assertTrue(failed.getMessage().contains("the system broke"), failed.getMessage());
            assertTrue(job.failure().isPresent());
        }
        assertEquals(List.of(), system.committed());
        assertEquals(1, system.opened.get());
    }

    @Test
    void partsThatFitWaitForARowThatCannotBeComputed() throws Exception {
        try (SinkJob job = job(AMPLE)) {
            job.start();
            job.offerPart(1, rows(1));
            job.offer(1, rows(2), true);
            assertTrue(job.isHeld());
            assertFalse(job.hasPartsOpen());
            job.offer(2, rows(3), false);
            await(() -> job.committedTick().isPresent() && job.committedTick().getAsLong() == 2);
            assertEquals(List.of(1L, 2L, 3L), system.committed());
        }
    }
}
