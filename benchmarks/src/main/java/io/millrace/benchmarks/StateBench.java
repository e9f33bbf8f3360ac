package io.millrace.benchmarks;

import io.millrace.common.batch.Batch;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.port.SystemClock;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.EventTime;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.state.StatePages;
import io.millrace.storage.state.RocksMemory;
import io.millrace.storage.state.RocksStateStore;
import io.millrace.storage.state.StateFolders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * State in memory, and the same in RocksDB with a quarter of that memory for all of it, caches included. A checkpoint is taken in the middle of the run, and
 * brought back at its end.
 */
final class StateBench {
    private static final long WINDOW_MICROS = 10_000_000;
    private static final long DELAY_MICROS = 1_000_000;
    private static final int BATCH_ROWS = 8192;
    private static final int STEP_BATCHES = 16;

    private final long events;
    private final long keys;

    StateBench(long events, long keys) {
        this.events = events;
        this.keys = keys;
    }

    /** What one run took. */
    private record Run(double eventsPerSecond, long stateBytesMost, double checkpointMillis, long checkpointBytes, double recoveryMillis) {}

    void report(Report report) throws IOException {
        report.line("| query, %,d events, %,d keys | state | events/s | checkpoint | recovery |".formatted(events, keys));
        report.line("|---|---|---|---|---|");
        for (boolean join : new boolean[] {false, true}) {
            String query = join ? "join of two streams by window and key" : "TUMBLE 10 s, count per key";
            PlanNode plan = join ? join() : counts("a");
            run(plan, 0);
            Run memory = run(plan, 0);
            line(report, query, "memory, at most %,d MiB".formatted(memory.stateBytesMost >> 20), memory);
            long budget = Math.max(1 << 20, memory.stateBytesMost / 4);
            line(report, query, "RocksDB, %,d MiB for all".formatted(budget >> 20), run(plan, budget));
        }
    }

    private static void line(Report report, String query, String state, Run run) {
        report.line("| %s | %s | %,.0f | %,.0f ms, %,d MiB | %,.0f ms |".formatted(
                query, state, run.eventsPerSecond, run.checkpointMillis, run.checkpointBytes >> 20, run.recoveryMillis));
    }

    private static PlanNode windows(String stream) {
        PlanNode scan = new PlanNode.Scan(
                stream, new ScanTarget.Stream(stream, List.of(0L), List.of(Long.MAX_VALUE)), Events.SCHEMA, List.of(0, 1), List.of(), null,
                -1);
        Schema assigned =
                Events.SCHEMA.concat(Schema.of(Field.of("window_start", SqlType.TIMESTAMP), Field.of("window_end", SqlType.TIMESTAMP)));
        return new PlanNode.WindowAssign(scan, PlanNode.WindowAssign.WindowKind.TUMBLE, 1, WINDOW_MICROS, 0, 0, List.of(), assigned);
    }

    private static PlanNode counts(String stream) {
        PlanNode windows = windows(stream);
        return new PlanNode.Aggregate(windows, List.of(2, 3, 0), List.of(List.of(0, 1, 2)),
                List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT)), PlanNode.AggregatePhase.SINGLE,
                new Schema(List.of(windows.schema().field(2), windows.schema().field(3), windows.schema().field(0),
                        Field.of("n", SqlType.BIGINT))));
    }

    private static PlanNode join() {
        return new PlanNode.Join(
                windows("a"), windows("b"), PlanNode.JoinKind.INNER, List.of(2, 3, 0), List.of(2, 3, 0), List.of(false, false, false),
                null);
    }

    /** @param budget of memory for state in RocksDB; 0: all of it stays in memory */
    private Run run(PlanNode plan, long budget) throws IOException {
        Path directory = Files.createTempDirectory("millrace-state");
        try (BufferAllocator allocator = new RootAllocator();
                RocksMemory memory = budget == 0 ? null : new RocksMemory(directory, budget / 2);
                RocksStateStore store = budget == 0 ? null : RocksStateStore.open(directory.resolve("live"), null, memory)) {
            Sections sections = new Sections();
            long most = 0;
            long spent = 0;
            double checkpointMillis = 0;
            Path copy = directory.resolve("copy");
            int inputs = plan instanceof PlanNode.Join ? 2 : 1;
            long ofEach = events / inputs;
            try (Dataflow dataflow = Dataflow.compile(plan, options(allocator, store, budget))) {
                for (long from = 0; from < ofEach; from += (long) STEP_BATCHES * BATCH_ROWS) {
                    long to = Math.min(ofEach, from + (long) STEP_BATCHES * BATCH_ROWS);
                    List<List<InputEvent>> step = new ArrayList<>();
                    for (int input = 0; input < inputs; input++) {
                        List<InputEvent> rows = new ArrayList<>();
                        for (Batch batch : Events.generate(allocator, from, to, keys, BATCH_ROWS, input * events)) {
                            rows.add(new InputEvent.Rows(0, batch));
                        }
                        step.add(rows);
                    }
                    long start = System.nanoTime();
                    dataflow.step(new StepInput(from + 1, from, step)).close();
                    spent += System.nanoTime() - start;
                    most = Math.max(most, dataflow.stateBytes());
                    if (checkpointMillis == 0 && to > ofEach / 10 * 9) {
                        start = System.nanoTime();
                        dataflow.flush();
                        if (store != null) {
                            store.copyTo(copy);
                        }
                        dataflow.checkpoint(sections);
                        checkpointMillis = (System.nanoTime() - start) / 1e6;
                    }
                }
            }
            long bytes = sections.bytes();
            long start = System.nanoTime();
            try (RocksStateStore again = store == null ? null : RocksStateStore.open(directory.resolve("again"), copy, memory);
                    Dataflow dataflow = Dataflow.compile(plan, options(allocator, again, budget))) {
                bytes += again == null ? 0 : again.diskBytes();
                dataflow.restore(sections.input(), again);
            }
            double recoveryMillis = (System.nanoTime() - start) / 1e6;
            double rate = (double) ofEach * inputs / (spent / 1e9);
            System.err.printf("state of %,d bytes at most in memory: %,.0f events/s, checkpoint %,.0f ms, recovery %,.0f ms%n", most, rate,
                    checkpointMillis, recoveryMillis);
            return new Run(rate, most, checkpointMillis, bytes, recoveryMillis);
        } finally {
            StateFolders.delete(directory);
        }
    }

    private static DataflowOptions options(BufferAllocator allocator, RocksStateStore store, long budget) {
        DataflowOptions options = DataflowOptions.of(
                allocator, new SystemClock(), leaf -> InputFacts.stream(new EventTime(1, DELAY_MICROS, 1)));
        return store == null ? options : options.withPages(new StatePages(store, () -> budget / 2, true));
    }

    /** A checkpoint in memory: what is measured is its making, not the disk. */
    private static final class Sections implements StateOutput {
        private final Map<String, ByteArrayOutputStream> sections = new HashMap<>();

        @Override
        public OutputStream section(String name) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            sections.put(name, stream);
            return stream;
        }

        long bytes() {
            return sections.values().stream().mapToLong(ByteArrayOutputStream::size).sum();
        }

        StateInput input() {
            return name -> {
                ByteArrayOutputStream section = sections.get(name);
                return section == null ? null : (InputStream) new ByteArrayInputStream(section.toByteArray());
            };
        }
    }
}
