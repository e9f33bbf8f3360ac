package io.millrace.benchmarks;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.MillraceException;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A tumbling count per key. From memory: the events stand ready in batches and one thread steps the plan. From the embedded log: the events are in a
 * stream, and a materialized view over it is made. Beside Apache Flink's SQL on the same events, in a JVM of its own.
 */
@Command(name = "streams", description = "A tumbling count per key, beside Apache Flink.", mixinStandardHelpOptions = true)
final class StreamBench implements Callable<Integer> {
    private static final long WINDOW_MICROS = 10_000_000;
    private static final long DELAY_MICROS = 1_000_000;
    /** Rows of a step, as they come together under load. */
    private static final int STEP_BATCHES = 16;

    private static final int BATCH_ROWS = 8192;

    @Option(names = "--events", defaultValue = "20000000", description = "events (default ${DEFAULT-VALUE})")
    private long events;

    @Option(names = "--keys", defaultValue = "1000", description = "distinct keys (default ${DEFAULT-VALUE})")
    private long keys;

    @Option(names = "--runs", defaultValue = "4", description = "runs; the median of all but the first counts (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--flink", defaultValue = "benchmarks/flink", description = "the peer's project, built if need be (default ${DEFAULT-VALUE})")
    private Path flink;

    @Option(names = "--flink-java", defaultValue = "java", description = "the peer's java, 17 or so (default: the one on PATH)")
    private String flinkJava;

    @Option(names = "--no-flink", description = "leave the peer out")
    private boolean withoutFlink;

    @Option(names = "--no-log", description = "leave the embedded log out")
    private boolean withoutLog;

    @Option(names = "--state", description = "measure state in memory and in RocksDB, with a quarter of the memory, and nothing else")
    private boolean state;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    private long peerMebibytes;

    @Override
    public Integer call() throws Exception {
        if (state) {
            Report report = new Report("State in memory and in RocksDB");
            new StateBench(events, keys).report(report);
            if (append != null) {
                report.appendTo(append);
            }
            return 0;
        }
        double log = withoutLog ? Double.NaN : fromLog();
        long logMebibytes = PeakMemory.mebibytesOfThisProcess();
        double memory = fromMemory();
        long memoryMebibytes = PeakMemory.mebibytesOfThisProcess();
        double peer = withoutFlink ? Double.NaN : peer();
        Report report = new Report("TUMBLE 10 s, count per key, %,d events, %,d keys".formatted(events, keys));
        report.line(
                "One core each (one step thread; one Flink slot). Flink: hash-map state, object reuse, checkpoints every 5 s. Millrace: no checkpoint from memory, "
                        + "every 10 s from the log. Median of "
                        + (runs - 1)
                        + " runs after the first. `bin/millrace bench streams --events " + events + " --keys " + keys + "`");
        report.line("");
        report.line("| engine | events/s per core | ratio to Flink | peak memory of the process |");
        report.line("|---|---|---|---|");
        report.line(
                "| Millrace, from memory | %,.0f | %.2f | %,d MiB, with all events |".formatted(memory, memory / peer, memoryMebibytes));
        report.line("| Millrace, from the embedded log | %,.0f | %.2f | %,d MiB |".formatted(log, log / peer, logMebibytes));
        report.line("| Flink 2.3 SQL, from memory | %,.0f | 1 | %,d MiB |".formatted(peer, peerMebibytes));
        if (append != null) {
            report.appendTo(append);
        }
        return 0;
    }

    private double fromMemory() {
        PlanNode scan = new PlanNode.Scan("events", new ScanTarget.Stream("events", List.of(0L), List.of(events)), Events.SCHEMA,
                List.of(0, 1), List.of(),
                null, -1);
        Schema assigned =
                Events.SCHEMA.concat(Schema.of(Field.of("window_start", SqlType.TIMESTAMP), Field.of("window_end", SqlType.TIMESTAMP)));
        PlanNode windows =
                new PlanNode.WindowAssign(scan, PlanNode.WindowAssign.WindowKind.TUMBLE, 1, WINDOW_MICROS, 0, 0, List.of(), assigned);
        PlanNode plan = new PlanNode.Aggregate(windows, List.of(2, 3, 0), List.of(List.of(0, 1, 2)),
                List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT)), PlanNode.AggregatePhase.SINGLE,
                new Schema(List.of(assigned.field(2), assigned.field(3), assigned.field(0), Field.of("n", SqlType.BIGINT))));
        double[] rates = new double[runs];
        try (BufferAllocator allocator = new RootAllocator()) {
            List<Batch> batches = Events.generate(allocator, events, keys, BATCH_ROWS);
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                long changed = step(plan, allocator, batches);
                rates[run] = events / ((System.nanoTime() - start) / 1e9);
                System.err.printf("from memory: %,.0f events/s, %,d changes%n", rates[run], changed);
            }
            batches.forEach(Batch::close);
        }
        return warmMedian(rates);
    }

    private static long step(PlanNode plan, BufferAllocator allocator, List<Batch> batches) {
        long changed = 0;
        DataflowOptions options =
                DataflowOptions.of(allocator, new SystemClock(), leaf -> InputFacts.stream(new EventTime(1, DELAY_MICROS, 1)));
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

    private double warmMedian(double[] rates) {
        return Samples.median(java.util.Arrays.copyOfRange(rates, Math.min(1, runs - 1), runs));
    }

    private double fromLog() {
        double[] rates = new double[runs];
        try (Engine engine = new Engine(1);
                BufferAllocator allocator = new RootAllocator()) {
            engine.run("CREATE STREAM events (k BIGINT NOT NULL, ts TIMESTAMP NOT NULL, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)");
            CatalogObject.Stream stream = (CatalogObject.Stream) engine.server().engine().node().metadata().state()
                    .find(new ObjectName("public", "events")).orElseThrow();
            List<Batch> batches = Events.generate(allocator, events, keys, 16 * BATCH_ROWS);
            long start = System.nanoTime();
            for (Batch batch : batches) {
                engine.server().engine().node().streams().append(stream, batch).join();
            }
            System.err.printf("appended to the log: %,.0f events/s%n", events / ((System.nanoTime() - start) / 1e9));
            for (int run = 0; run < runs; run++) {
                start = System.nanoTime();
                engine.run("CREATE MATERIALIZED VIEW counts AS SELECT window_start, window_end, k, COUNT(*) AS n "
                        + "FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k");
                engine.run("SELECT COUNT(*) FROM counts");
                rates[run] = events / ((System.nanoTime() - start) / 1e9);
                System.err.printf("from the log: %,.0f events/s%n", rates[run]);
                engine.run("DROP MATERIALIZED VIEW counts");
            }
            return warmMedian(rates);
        } catch (MillraceException e) {
            System.err.println("from the log: " + e.getMessage());
            return Double.NaN;
        }
    }

    private double peer() throws IOException, InterruptedException {
        double[] rate = {Double.NaN};
        List<String> arguments = List.of("tumble", Long.toString(events), Long.toString(keys), "1", Integer.toString(runs));
        peerMebibytes = new FlinkProcess(flink, flinkJava).run("io.millrace.benchmarks.flink.FlinkPeer", arguments, line -> {
            System.err.println("Flink: " + line);
            if (line.startsWith("result ")) {
                rate[0] = Double.parseDouble(line.split(" ")[2]);
            }
        });
        return rate[0];
    }
}
