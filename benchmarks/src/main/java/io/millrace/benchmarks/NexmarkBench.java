package io.millrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.common.plan.PlanNode;
import io.millrace.testkit.nexmark.NexmarkQueries;
import io.millrace.testkit.nexmark.NexmarkStreams;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Nexmark beside Apache Flink's SQL. Both take the same events, which stand ready in memory, and drop what changes; a core is a second of processor time
 * that the process took from the first event to the last change, whatever threads spent it. Query 0 hands events through and is what a source costs.
 */
@Command(name = "nexmark", description = "Nexmark's queries, beside Apache Flink.", mixinStandardHelpOptions = true)
final class NexmarkBench implements Callable<Integer> {
    /** Not in Flink: it cannot run OVER above rows that are taken back. */
    private static final int NOT_IN_FLINK = 6;

    /** Windows that Flink gives out when they close; here they do so too. */
    private static final Set<Integer> ON_CLOSE = Set.of(5, 8, 11);

    @Option(names = "--events", defaultValue = "2000000", description = "events (default ${DEFAULT-VALUE})")
    private long events;

    @Option(names = "--rate", defaultValue = "10000", description = "events a second of event time (default ${DEFAULT-VALUE})")
    private long rate;

    @Option(names = "--seed", defaultValue = "1", description = "of the events (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--queries", split = ",", description = "numbers of queries (default: 0 to 22)")
    private List<Integer> queries;

    @Option(names = "--runs", defaultValue = "3", description = "runs; the median of all but the first counts (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--flink", defaultValue = "benchmarks/flink", description = "the peer's project, built if need be (default ${DEFAULT-VALUE})")
    private Path flink;

    @Option(names = "--flink-java", defaultValue = "java", description = "the peer's java, 17 or so (default: the one on PATH)")
    private String flinkJava;

    @Option(names = "--flink-state", defaultValue = "hashmap", description = "the peer's state: hashmap or rocksdb (default ${DEFAULT-VALUE})")
    private String flinkState;

    @Option(names = "--no-flink", description = "leave the peer out")
    private boolean withoutFlink;

    @Option(names = "--compare", description = "measure nothing; compare the views' rows with what Flink's changes add up to")
    private boolean compare;

    @Option(names = "--operators", description = "print where the time goes")
    private boolean operators;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    /** Events a second: by the clock, and a second of processor time. */
    private record Rate(double wall, double core) {}

    @Override
    public Integer call() throws Exception {
        if (queries == null) {
            queries = IntStream.rangeClosed(0, NexmarkQueries.LAST).boxed().toList();
        }
        Path file = Files.createTempFile("millrace-nexmark", ".events");
        try (BufferAllocator allocator = new RootAllocator();
                NexmarkEvents made = new NexmarkEvents(allocator, events, seed, rate, withoutFlink ? null : file)) {
            if (compare) {
                return new NexmarkComparison(new FlinkProcess(flink, flinkJava), made, file, inFlink()).run();
            }
            Map<Integer, Rate> ours = measure(allocator, made);
            Map<Integer, Rate> theirs = withoutFlink ? Map.of() : peer(file);
            report(ours, theirs);
        } finally {
            Files.deleteIfExists(file);
        }
        return 0;
    }

    private List<Integer> inFlink() {
        return queries.stream().filter(query -> query != NOT_IN_FLINK).toList();
    }

    private Map<Integer, Rate> measure(BufferAllocator allocator, NexmarkEvents made) {
        Map<Integer, PlanNode> plans = new LinkedHashMap<>();
        try (Engine engine = new Engine(1)) {
            NexmarkStreams.definitions().forEach(engine::run);
            queries.forEach(query -> plans.put(query, engine.continuousPlan(NexmarkQueries.text(query))));
        }
        Map<Integer, Rate> rates = new LinkedHashMap<>();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        NexmarkSteps steps = new NexmarkSteps(allocator, made.chunks());
        plans.forEach((query, plan) -> {
            double[] wall = new double[runs];
            double[] core = new double[runs];
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                long processor = system.getProcessCpuTime();
                NexmarkSteps.Result result = steps.run(plan, ON_CLOSE.contains(query));
                wall[run] = events / ((System.nanoTime() - start) / 1e9);
                core[run] = events / ((system.getProcessCpuTime() - processor) / 1e9);
                System.err.printf("q%d: %,.0f events/s, %,.0f a core, %,d changes, %,d bytes of state%n", query, wall[run], core[run],
                        result.changes(), result.stateBytes());
                if (operators && run == runs - 1) {
                    result.operators().forEach(o -> System.err.printf("    %s: %,d ms, %,d rows in, %,d out, %,d rows kept%n", o.name(),
                            o.nanos() / 1_000_000, o.rowsIn(), o.rowsOut(), o.stateRows()));
                }
            }
            rates.put(query, new Rate(warmMedian(wall), warmMedian(core)));
        });
        return rates;
    }

    private static double warmMedian(double[] rates) {
        return Samples.median(Arrays.copyOfRange(rates, Math.min(1, rates.length - 1), rates.length));
    }

    private Map<Integer, Rate> peer(Path file) throws IOException, InterruptedException {
        Map<Integer, List<double[]>> seconds = new LinkedHashMap<>();
        List<String> arguments = List.of("measure", file.toString(), Integer.toString(runs), flinkState,
                inFlink().stream().map(query -> query + "=" + NexmarkQueries.line(NexmarkQueries.text(query)))
                        .collect(Collectors.joining("\n")));
        new FlinkProcess(flink, flinkJava).run("io.millrace.benchmarks.flink.NexmarkPeer", arguments, line -> {
            System.err.println("Flink: " + line);
            String[] words = line.split(" ");
            if (words[0].equals("ran")) {
                seconds.computeIfAbsent(Integer.valueOf(words[1]), q -> new ArrayList<>())
                        .add(new double[] {Double.parseDouble(words[2]) / 1e9, Double.parseDouble(words[3]) / 1e9});
            }
        });
        Map<Integer, Rate> rates = new LinkedHashMap<>();
        seconds.forEach((query, all) -> rates.put(query, new Rate(
                warmMedian(all.stream().mapToDouble(s -> events / s[0]).toArray()),
                warmMedian(all.stream().mapToDouble(s -> events / s[1]).toArray()))));
        return rates;
    }

    private void report(Map<Integer, Rate> ours, Map<Integer, Rate> theirs) throws IOException {
        Report report = new Report("Nexmark, %,d events, %,d a second of event time".formatted(events, rate));
        report.line("Events a second of processor time (and by the clock), both from memory, changes dropped. Flink 2.3 SQL: one slot, "
                + flinkState + " state, object reuse, checkpoints every 5 s; Millrace: one step thread, " + NexmarkEvents.CHUNK_EVENTS
                + " events a step, no checkpoint. Queries 5, 8 and 11 give windows out when they close, on both sides. Median of "
                + (runs - 1)
                + " runs after the first. Query 0 is what a source costs and not in the mean. `bin/millrace bench nexmark --events "
                + events + "`");
        report.line("");
        report.line("| query | Millrace a core | by the clock | Flink a core | by the clock | ratio a core | ratio by the clock |");
        report.line("|---|---|---|---|---|---|---|");
        List<Double> core = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        ours.forEach((query, our) -> {
            Rate their = theirs.getOrDefault(query, new Rate(Double.NaN, Double.NaN));
            report.line("| q%d | %,.0f | %,.0f | %,.0f | %,.0f | %.2f | %.2f |".formatted(query, our.core, our.wall, their.core, their.wall,
                    our.core / their.core, our.wall / their.wall));
            if (query != 0 && theirs.containsKey(query)) {
                core.add(our.core / their.core);
                wall.add(our.wall / their.wall);
            }
        });
        report.line("| geometric mean | | | | | %.2f | %.2f |".formatted(Samples.geometricMean(core), Samples.geometricMean(wall)));
        if (append != null) {
            report.appendTo(append);
        }
    }
}
