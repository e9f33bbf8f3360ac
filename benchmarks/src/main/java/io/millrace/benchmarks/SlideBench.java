package io.millrace.benchmarks;

import io.millrace.common.batch.Batch;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a window's length costs: a count per key over windows of a minute, and of two hours, that slide by a second and come out when they close. */
@Command(name = "slides", description = "Windows of two hours beside windows of a minute, both sliding by a second.", mixinStandardHelpOptions = true)
final class SlideBench implements Callable<Integer> {
    private static final long SECOND = 1_000_000;
    private static final int BATCH_ROWS = 8192;
    private static final int STEP_BATCHES = 2;

    @Option(names = "--events", defaultValue = "16000000", description = "events (default ${DEFAULT-VALUE})")
    private long events;

    @Option(names = "--rate", defaultValue = "1000", description = "events a second of event time (default ${DEFAULT-VALUE})")
    private long rate;

    @Option(names = "--keys", defaultValue = "100", description = "distinct keys (default ${DEFAULT-VALUE})")
    private long keys;

    @Option(names = "--runs", defaultValue = "3", description = "runs; the median of all but the first counts (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    @Override
    public Integer call() throws Exception {
        try (BufferAllocator allocator = new RootAllocator()) {
            List<Batch> batches = Events.generate(allocator, 0, events, keys, BATCH_ROWS, 0, SECOND / rate);
            double minute = measure(allocator, batches, 60 * SECOND);
            double hours = measure(allocator, batches, 7200 * SECOND);
            batches.forEach(Batch::close);
            Report report = new Report("HOP by a second, count per key, %,d events, %,d a second, %,d keys".formatted(events, rate, keys));
            report.line("From memory, one step thread, windows out when they close. Median of " + (runs - 1)
                    + " runs after the first. `bin/millrace bench slides`");
            report.line("");
            report.line("| window | events/s | times as much |");
            report.line("|---|---|---|");
            report.line("| 1 minute | %,.0f | 1 |".formatted(minute));
            report.line("| 2 hours | %,.0f | %.2f |".formatted(hours, minute / hours));
            if (append != null) {
                report.appendTo(append);
            }
        }
        return 0;
    }

    private double measure(BufferAllocator allocator, List<Batch> batches, long sizeMicros) {
        PlanNode scan = new PlanNode.Scan("events", new ScanTarget.Stream("events", List.of(0L), List.of(events)), Events.SCHEMA,
                List.of(0, 1), List.of(), null, -1);
        Schema assigned =
                Events.SCHEMA.concat(Schema.of(Field.of("window_start", SqlType.TIMESTAMP), Field.of("window_end", SqlType.TIMESTAMP)));
        PlanNode windows =
                new PlanNode.WindowAssign(scan, PlanNode.WindowAssign.WindowKind.HOP, 1, sizeMicros, SECOND, 0, List.of(), assigned);
        PlanNode plan = new PlanNode.Aggregate(windows, List.of(2, 3, 0), List.of(List.of(0, 1, 2)),
                List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT)), PlanNode.AggregatePhase.SINGLE,
                new Schema(List.of(assigned.field(2), assigned.field(3), assigned.field(0), Field.of("n", SqlType.BIGINT))));
        double[] rates = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            long changes = step(plan, allocator, batches);
            rates[run] = events / ((System.nanoTime() - start) / 1e9);
            System.err.printf("%,d s: %,.0f events/s, %,d windows%n", sizeMicros / SECOND, rates[run], changes);
        }
        return Samples.median(Arrays.copyOfRange(rates, Math.min(1, runs - 1), runs));
    }

    private static long step(PlanNode plan, BufferAllocator allocator, List<Batch> batches) {
        long changed = 0;
        DataflowOptions options = DataflowOptions
                .of(allocator, new SystemClock(), leaf -> InputFacts.stream(new EventTime(1, SECOND, 1))).withEmitOnWindowClose();
        try (Dataflow dataflow = Dataflow.compile(plan, options)) {
            for (int from = 0; from < batches.size(); from += STEP_BATCHES) {
                List<InputEvent> rows = new ArrayList<>();
                for (Batch batch : batches.subList(from, Math.min(batches.size(), from + STEP_BATCHES))) {
                    rows.add(new InputEvent.Rows(0, batch.retain()));
                }
                try (var output = dataflow.step(new StepInput(from + 1, from, List.of(rows)))) {
                    changed += output.rows();
                }
            }
        }
        return changed;
    }
}
