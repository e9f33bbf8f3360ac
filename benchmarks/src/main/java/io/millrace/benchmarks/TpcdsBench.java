package io.millrace.benchmarks;

import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.oracle.RowDiff;
import io.millrace.testkit.tpcds.TpcdsData;
import io.millrace.testkit.tpcds.TpcdsQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * TPC-DS over Parquet files, query by query beside DuckDB: the same files, the same number of threads, the same process and run. Answers are compared
 * before anything is measured; the time of planning is part of every figure and reported apart.
 */
@Command(name = "tpcds", description = "TPC-DS's 99 queries over Parquet files, beside DuckDB.", mixinStandardHelpOptions = true)
final class TpcdsBench implements Callable<Integer> {
    @Option(names = "--sf", defaultValue = "1", description = "scale factor (default ${DEFAULT-VALUE})")
    private double scaleFactor;

    @Option(names = "--threads", defaultValue = "2", description = "threads of both engines (default ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--warm", defaultValue = "3", description = "runs before the figure (default ${DEFAULT-VALUE})")
    private int warm;

    @Option(names = "--runs", defaultValue = "3", description = "runs of which the median counts; 0: compare answers only (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--data", defaultValue = "benchmarks/target/data", description = "where the files are kept (default ${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--queries", split = ",", description = "names of the queries, as 5 or 14b; default all")
    private List<String> queries;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    private long columnDataBytesPeak;

    /** Milliseconds: ours, the peer's, and what of ours is planning. */
    private record Figure(String query, double ours, double peer, double planning) {}

    @Override
    public Integer call() {
        Path files = TpcdsData.parquet(data, scaleFactor);
        List<Figure> figures = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try (Engine engine = new Engine(threads);
                DuckDb duck = DuckDb.open()) {
            duck.execute("SET threads = " + threads);
            duck.nullsLikePostgres();
            for (String table : TpcdsData.tables()) {
                Path file = files.resolve(table + ".parquet");
                engine.run("CREATE EXTERNAL TABLE " + table + " WITH (location = '" + file + "', format = 'parquet')");
                duck.execute("CREATE VIEW " + table + " AS SELECT * FROM read_parquet('" + file + "')");
            }
            for (TpcdsQuery query : TpcdsQuery.all()) {
                if (queries != null && !queries.contains(query.name())) {
                    continue;
                }
                try {
                    compare(query, engine, duck);
                    if (runs > 0) {
                        figures.add(measure(query, engine, duck));
                    }
                } catch (RuntimeException e) {
                    failures.add(query + ": " + e.getMessage());
                    System.err.println(query + " failed: " + e);
                }
            }
            columnDataBytesPeak = engine.server().engine().node().allocator().getPeakMemoryAllocation();
        }
        report(figures, failures);
        return failures.isEmpty() ? 0 : 1;
    }

    private static void compare(TpcdsQuery query, Engine engine, DuckDb duck) {
        List<List<Object>> expected = duck.query(query.text());
        String difference = RowDiff.ordered(expected, engine.rows(query.text()));
        if (!difference.isEmpty()) {
            // Rows that tie may come in any order, and the limit may cut between them.
            String total = query.totallyOrdered(expected.isEmpty() ? 0 : expected.getFirst().size());
            difference = RowDiff.ordered(duck.query(total), engine.rows(total));
        }
        if (!difference.isEmpty()) {
            throw new IllegalStateException("another answer than DuckDB's:\n" + difference);
        }
    }

    private Figure measure(TpcdsQuery query, Engine engine, DuckDb duck) {
        String text = query.text();
        double ours = median(() -> engine.run(text));
        double peer = median(() -> duck.query(text));
        double planning = median(() -> engine.plan(text));
        System.err.printf("%s: %.1f ms of which planning %.1f ms, DuckDB %.1f ms, ratio %.2f%n", query, ours, planning, peer, ours / peer);
        return new Figure(query.name(), ours, peer, planning);
    }

    private double median(Runnable run) {
        for (int i = 0; i < warm; i++) {
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
        Report report = new Report("TPC-DS SF " + scaleFactor + " over Parquet");
        report.line("Zstd Parquet, row groups of 122,880 rows; " + threads + " threads each; DuckDB " + DuckDb.version()
                + " in the same process; milliseconds, medians of " + runs + " after " + warm
                + " warm-up runs and a comparison of the answers. Planning is part of the total. `bin/millrace bench tpcds --sf "
                + scaleFactor
                + "`");
        if (!figures.isEmpty()) {
            report.line("");
            table(report, figures);
        }
        report.line("");
        report.line("Peak memory of the process, both engines in it: " + PeakMemory.mebibytesOfThisProcess()
                + " MiB, of which our column data at most " + (columnDataBytesPeak >> 20) + " MiB.");
        failures.forEach(failure -> report.line("\nFailed: " + failure));
        if (append != null) {
            report.appendTo(append);
        }
    }

    private static void table(Report report, List<Figure> figures) {
        report.line("| query | Millrace | of which planning | DuckDB | ratio |");
        report.line("|---|---|---|---|---|");
        for (Figure f : figures) {
            report.line("| Q%s | %.1f | %.1f | %.1f | %.2f |".formatted(f.query(), f.ours(), f.planning(), f.peer(), f.ours() / f.peer()));
        }
        report.line("| geometric mean | %.1f | %.1f | %.1f | **%.2f** |".formatted(mean(figures, Figure::ours),
                mean(figures, Figure::planning), mean(figures, Figure::peer), mean(figures, f -> f.ours() / f.peer())));
        Figure worst = figures.stream().max(Comparator.comparingDouble(Figure::planning)).orElseThrow();
        report.line("");
        report.line("Planning: median %.1f ms, worst %.1f ms (Q%s).".formatted(
                Samples.median(figures.stream().mapToDouble(Figure::planning).toArray()), worst.planning(), worst.query()));
    }

    private static double mean(List<Figure> figures, ToDoubleFunction<Figure> value) {
        return Samples.geometricMean(figures.stream().map(value::applyAsDouble).toList());
    }
}
