package io.millrace.benchmarks.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the kernels under JMH, each in a JVM of its own, and says what a row costs beside a hand-written loop and beside a copy of its bytes. */
public final class KernelBench {
    private static final double BYTES_PER_GIGABYTE = 1e9;

    /** What a row of the measured plans is in bytes, read and (of results that are as large as the input) written. */
    private record Shape(long rows, long bytesPerRow) {}

    private KernelBench() {}

    /** @param keys distinct keys of the hash aggregation */
    public static void run(long keys, int warmUps, int runs, Consumer<String> line) {
        Collection<RunResult> results;
        try {
            results = new Runner(new OptionsBuilder().include(KernelBench.class.getPackageName() + ".*Kernel\\..*")
                    .param("keys", String.valueOf(keys)).mode(Mode.AverageTime).timeUnit(TimeUnit.MILLISECONDS).forks(1)
                    .warmupIterations(warmUps).warmupTime(TimeValue.seconds(1)).measurementIterations(runs)
                    .measurementTime(TimeValue.seconds(1)).build()).run();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Double> millis = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            millis.put(name.substring(KernelBench.class.getPackageName().length() + 1), result.getPrimaryResult().getScore());
        }
        // A copy reads each byte and writes it
        double copyPerSecond = 2 * CopyKernel.BYTES / (millis.get("CopyKernel.copy") / 1e3);
        line.accept("Copy: %.1f GB/s read and written.".formatted(copyPerSecond / BYTES_PER_GIGABYTE));
        line.accept("");
        line.accept("| kernel | ms | ns a row | times the hand-written loop | times a copy of its bytes |");
        line.accept("|---|---|---|---|---|");
        shapes(keys).forEach((name, shape) -> {
            double took = millis.get(name);
            String kernel = name.substring(0, name.indexOf('.'));
            Double byHand = name.endsWith(".engine") ? millis.get(kernel + ".handWritten") : null;
            double copied = shape.rows() * shape.bytesPerRow() / copyPerSecond * 1e3;
            line.accept("| %s | %.1f | %.2f | %s | %.1f |".formatted(
                    name, took, took * 1e6 / shape.rows(), byHand == null ? "" : "%.2f".formatted(took / byHand), took / copied));
        });
    }

    private static Map<String, Shape> shapes(long keys) {
        Map<String, Shape> shapes = new TreeMap<>();
        shapes.put("FilterSumKernel.engine", new Shape(LineItems.ROWS, 28));
        shapes.put("FilterSumKernel.handWritten", new Shape(LineItems.ROWS, 28));
        shapes.put("GroupedSumKernel.engine", new Shape(LineItems.ROWS, 44));
        shapes.put("GroupedSumKernel.handWritten", new Shape(LineItems.ROWS, 44));
        shapes.put("HashGroupKernel.engine", new Shape(HashGroupKernel.ROWS_PER_KEY * keys, 16));
        shapes.put("HashJoinKernel.build", new Shape(HashJoinKernel.BUILD_ROWS, 16));
        shapes.put("HashJoinKernel.buildAndProbe", new Shape(HashJoinKernel.PROBE_ROWS, 16));
        shapes.put("SortKernel.engine", new Shape(SortKernel.ROWS, 32));
        return shapes;
    }
}
