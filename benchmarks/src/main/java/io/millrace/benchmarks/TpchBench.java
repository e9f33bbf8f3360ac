package io.millrace.benchmarks;

import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.tpch.TpchData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** TPC-H over Parquet files, query by query beside DuckDB: the same files, the same number of threads, the same process and run. */
@Command(name = "tpch", description = "TPC-H's 22 queries over Parquet files, beside DuckDB.", mixinStandardHelpOptions = true)
final class TpchBench implements Callable<Integer> {
    @Option(names = "--sf", defaultValue = "1", description = "scale factor (default ${DEFAULT-VALUE})")
    private double scaleFactor;

    @Option(names = "--threads", defaultValue = "2", description = "threads of both engines (default ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--warm", defaultValue = "3", description = "runs before the first figure (default ${DEFAULT-VALUE})")
    private int warm;

    @Option(names = "--warm-long", defaultValue = "20", description = "runs before the second figure; 0: none (default ${DEFAULT-VALUE})")
    private int warmLong;

    @Option(names = "--runs", defaultValue = "5", description = "runs of which the median counts (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--data", defaultValue = "benchmarks/target/data", description = "where the files are kept (default ${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--queries", split = ",", description = "numbers of the queries; default all")
    private List<Integer> queries;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    private long columnDataBytesPeak;

    /** Milliseconds: ours and the peer's, after few and after many warm-up runs. */
    private record Figure(int query, double ours, double peer, double oursLong, double peerLong) {}

    @Override
    public Integer call() {
        Path files = TpchData.parquet(data, scaleFactor);
        List<Figure> figures = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try (Engine engine = new Engine(threads);
                DuckDb duck = DuckDb.open()) {
            duck.execute("SET threads = " + threads);
            for (String table : TpchData.tables()) {
                Path file = files.resolve(table + ".parquet");
                engine.run("CREATE EXTERNAL TABLE " + table + " WITH (location = '" + file + "', format = 'parquet')");
                duck.execute("CREATE VIEW " + table + " AS SELECT * FROM read_parquet('" + file + "')");
            }
            for (int query : queries == null ? allQueries() : queries) {
                try {
                    figures.add(measure(query, engine, duck));
                } catch (RuntimeException e) {
                    failures.add("Q" + query + ": " + e.getMessage());
                    System.err.println("Q" + query + " failed: " + e);
                }
            }
            columnDataBytesPeak = engine.server().engine().node().allocator().getPeakMemoryAllocation();
        }
        report(figures, failures);
        return failures.isEmpty() ? 0 : 1;
    }

    private static List<Integer> allQueries() {
        List<Integer> all = new ArrayList<>();
        for (int query = 1; query <= 22; query++) {
            all.add(query);
        }
        return all;
    }

    private Figure measure(int query, Engine engine, DuckDb duck) {
        String text = TpchData.query(query);
        Runnable ours = () -> engine.run(text);
        Runnable peer = () -> duck.query(text);
        double oursShort = after(warm, ours);
        double peerShort = after(warm, peer);
        double oursLong = warmLong == 0 ? Double.NaN : after(Math.max(0, warmLong - warm - runs), ours);
        double peerLong = warmLong == 0 ? Double.NaN : after(Math.max(0, warmLong - warm - runs), peer);
        Figure figure = new Figure(query, oursShort, peerShort, oursLong, peerLong);
        System.err.printf("Q%d: %.1f ms, DuckDB %.1f ms, ratio %.2f; after %d runs %.1f ms, ratio %.2f%n", query, oursShort, peerShort,
                oursShort / peerShort, warmLong, oursLong, oursLong / peerLong);
        return figure;
    }

    private double after(int warmUps, Runnable run) {
        for (int i = 0; i < warmUps; i++) {
            run.run();
        }
        double[] millis = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            run.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return Samples.median(millis);
    }

    private void report(List<Figure> figures, List<String> failures) {
        Report report = new Report("TPC-H SF " + scaleFactor + " over Parquet");
        report.line("Zstd Parquet, row groups of 122,880 rows; " + threads + " threads each; DuckDB " + DuckDb.version()
                + " in the same process; milliseconds, medians of " + runs + " after " + warm + " and after " + warmLong
                + " warm-up runs. `bin/millrace bench tpch --sf " + scaleFactor + "`");
        report.line("");
        report.line("| query | Millrace | DuckDB | ratio | Millrace, long | DuckDB, long | ratio, long |");
        report.line("|---|---|---|---|---|---|---|");
        for (Figure f : figures) {
            report.line("| Q%d | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f |".formatted(
                    f.query(), f.ours(), f.peer(), f.ours() / f.peer(), f.oursLong(), f.peerLong(), f.oursLong() / f.peerLong()));
        }
        report.line("| geometric mean | %.1f | %.1f | **%.2f** | %.1f | %.1f | **%.2f** |".formatted(
                mean(figures, Figure::ours), mean(figures, Figure::peer), mean(figures, f -> f.ours() / f.peer()),
                mean(figures, Figure::oursLong), mean(figures, Figure::peerLong), mean(figures, f -> f.oursLong() / f.peerLong())));
        report.line("");
        report.line("Peak memory of the process, both engines in it: " + PeakMemory.mebibytesOfThisProcess()
                + " MiB, of which our column data at most "
                + (columnDataBytesPeak >> 20) + " MiB.");
        failures.forEach(failure -> report.line("\nFailed: " + failure));
        if (append != null) {
            report.appendTo(append);
        }
    }

    private static double mean(List<Figure> figures, java.util.function.ToDoubleFunction<Figure> value) {
        return Samples.geometricMean(figures.stream().map(value::applyAsDouble).toList());
    }
}
