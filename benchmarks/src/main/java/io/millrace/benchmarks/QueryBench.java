package io.millrace.benchmarks;

import io.millrace.testkit.oracle.AnswerComparison;
import io.millrace.testkit.oracle.DuckDb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/**
 * A set of queries over Parquet files, one by one beside DuckDB: the same files, the same number of threads, the same process and run. Answers are
 * compared before anything is measured; the time of planning is part of every figure and reported apart.
 */
abstract class QueryBench implements Callable<Integer> {
    @Option(names = "--threads", defaultValue = "2", description = "threads of both engines (default ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--warm", defaultValue = "3", description = "runs before the figure (default ${DEFAULT-VALUE})")
    private int warm;

    @Option(names = "--warm-long", defaultValue = "0", description = "runs before a second figure; 0: none (default ${DEFAULT-VALUE})")
    private int warmLong;

    @Option(names = "--runs", defaultValue = "3", description = "runs of which the median counts; 0: compare answers only (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--data", defaultValue = "benchmarks/target/data", description = "where the files are kept (default ${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--queries", split = ",", description = "names of the queries; default all")
    private List<String> chosen;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    /** One query: as the set calls it, and its text. */
    record Query(String name, String text) {}

    /** Such as "TPC-H SF 1.0". */
    abstract String title();

    /** The command's name and the options of this set. */
    abstract String command();

    /** Files by table, made if they are not there. */
    abstract Map<String, Path> tables(Path directory);

    abstract List<Query> queries();

    @Override
    public Integer call() {
        Map<String, Path> tables = tables(data);
        List<QueryFigure> figures = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        long columnDataBytesPeak;
        try (Engine engine = new Engine(threads);
                DuckDb duck = DuckDb.open()) {
            duck.execute("SET threads = " + threads);
            duck.nullsLikePostgres();
            tables.forEach((table, file) -> {
                engine.run("CREATE EXTERNAL TABLE " + table + " WITH (location = '" + file + "', format = 'parquet')");
                duck.execute("CREATE VIEW " + table + " AS SELECT * FROM read_parquet('" + file + "')");
            });
            for (Query query : queries()) {
                if (chosen != null && !chosen.contains(query.name())) {
                    continue;
                }
                try {
                    compare(query, engine, duck);
                    if (runs > 0) {
                        figures.add(measure(query, engine, duck));
                    }
                } catch (RuntimeException e) {
                    failures.add("Q" + query.name() + ": " + e.getMessage());
                    System.err.println("Q" + query.name() + " failed: " + e);
                }
            }
            columnDataBytesPeak = engine.server().engine().node().allocator().getPeakMemoryAllocation();
        }
        report(figures, failures, columnDataBytesPeak);
        return failures.isEmpty() ? 0 : 1;
    }

    private static void compare(Query query, Engine engine, DuckDb duck) {
        String difference = AnswerComparison.difference(query.text(), duck::query, engine::rows);
        if (!difference.isEmpty()) {
            throw new IllegalStateException("another answer than DuckDB's:\n" + difference);
        }
    }

    private QueryFigure measure(Query query, Engine engine, DuckDb duck) {
        Runnable ours = () -> engine.run(query.text());
        Runnable peer = () -> duck.query(query.text());
        RunTime oursShort = RunTime.median(ours, warm, runs);
        RunTime peerShort = RunTime.median(peer, warm, runs);
        RunTime planning = RunTime.median(() -> engine.plan(query.text()), warm, runs);
        int more = Math.max(0, warmLong - warm - runs);
        QueryFigure figure = new QueryFigure(query.name(), oursShort, peerShort, planning.millis(),
                warmLong == 0 ? null : RunTime.median(ours, more, runs), warmLong == 0 ? null : RunTime.median(peer, more, runs));
        System.err.println(figure);
        return figure;
    }

    private void report(List<QueryFigure> figures, List<String> failures, long columnDataBytesPeak) {
        Report report = new Report(title() + " over Parquet");
        report.line("Zstd Parquet, row groups of 122,880 rows; " + threads + " threads each; DuckDB " + DuckDb.version()
                + " in the same process; milliseconds, medians of " + runs + " after " + warm
                + (warmLong == 0 ? "" : " and after " + warmLong)
                + " warm-up runs and a comparison of the answers. Planning is part of the total. Processor time is the whole process's during the"
                + " runs, compilation and collection included. `bin/millrace bench " + command() + " --runs " + runs + " --warm " + warm
                + (warmLong == 0 ? "" : " --warm-long " + warmLong) + "`");
        if (!figures.isEmpty()) {
            report.line("");
            QueryFigure.table(figures).forEach(report::line);
        }
        report.line("");
        report.line("Peak memory of the process, both engines in it: " + PeakMemory.mebibytesOfThisProcess()
                + " MiB, of which our column data at most " + (columnDataBytesPeak >> 20) + " MiB.");
        failures.forEach(failure -> report.line("\nFailed: " + failure));
        if (append != null) {
            report.appendTo(append);
        }
    }
}
