package io.millrace.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.SystemClock;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.ViewContents;
import io.millrace.exec.step.ViewSnapshot;
import io.millrace.exec.step.state.StatePages;
import io.millrace.storage.state.RocksMemory;
import io.millrace.storage.state.RocksStateStore;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State many times larger than what it may take of memory: memory stays bounded, and no group is lost or counted twice. */
class StateBeyondMemoryTest {
    private static final int KEYS = 60_000;
    private static final int EVENTS = 200_000;
    private static final int STEP_ROWS = 2_000;
    private static final long MEMORY_BYTES = 1 << 20;
    private static final LocalDateTime TIME = LocalDateTime.of(2024, 5, 1, 12, 0);

    @TempDir
    Path directory;

    @Test
    void memoryIsBounded() {
        PlanNode plan = ViewFixture.totals(ViewFixture.scan("s"), 0, 2);
        long inMemory = run(plan, null);
        try (RocksMemory memory = new RocksMemory(directory, 8 << 20);
                RocksStateStore store = RocksStateStore.open(directory.resolve("live"), null, memory)) {
            long bounded = run(plan, store);
            assertTrue(
                    bounded < 4 * MEMORY_BYTES && 4 * bounded < inMemory,
                    bounded + " bytes in memory, at most " + MEMORY_BYTES + " were asked for; all of the state is " + inMemory);
        }
    }

    /** Returns the most memory that state and contents have taken. */
    private long run(PlanNode plan, RocksStateStore store) {
        long most = 0;
        long[] counts = new long[KEYS];
        SplittableRandom random = new SplittableRandom(3);
        StatePages pages = store == null ? null : new StatePages(store, () -> MEMORY_BYTES, true);
        try (BufferAllocator allocator = new RootAllocator();
                Dataflow dataflow = Dataflow.compile(
                        plan, DataflowOptions.of(allocator, new SystemClock(), leaf -> InputFacts.APPEND_ONLY).withPages(pages));
                ViewContents contents = new ViewContents(allocator, plan.schema(), pages)) {
            for (int from = 0; from < EVENTS; from += STEP_ROWS) {
                try (BatchBuilder builder = new BatchBuilder(allocator, ViewFixture.EVENTS, STEP_ROWS)) {
                    for (int i = 0; i < STEP_ROWS; i++) {
                        int key = random.nextInt(KEYS);
                        counts[key]++;
                        builder.row("a key of some length " + key, TIME, 1L);
                    }
                    try (StepOutput output = dataflow.step(
                            new StepInput(from, from, List.of(List.of(new InputEvent.Rows(0, builder.build())))))) {
                        contents.apply(output);
                    }
                }
                most = Math.max(most, dataflow.stateBytes() + contents.stateBytes());
            }
            check(contents, counts);
        }
        return most;
    }

    private static void check(ViewContents contents, long[] counts) {
        try (ViewSnapshot snapshot = contents.snapshot(); BatchReader reader = snapshot.open(1000)) {
            int rows = 0;
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next) {
                    for (int i = 0; i < batch.rows(); i++) {
                        List<Object> row = Values.readRow(batch, i);
                        int key = Integer.parseInt(row.get(0).toString().substring("a key of some length ".length()));
                        assertEquals(counts[key], row.get(1), () -> "count of key " + key);
                        rows++;
                    }
                }
            }
            assertEquals(Arrays.stream(counts).filter(count -> count > 0).count(), rows);
        }
    }
}
