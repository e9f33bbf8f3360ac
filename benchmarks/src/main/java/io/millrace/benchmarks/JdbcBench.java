package io.millrace.benchmarks;

import io.millrace.testkit.oracle.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Our JDBC driver beside the stock client of Avatica on the same server, and beside PostgreSQL's on its own: large results and small queries. */
@Command(name = "jdbc", description = "Fetch of a large result and latency of small queries over JDBC, beside Avatica's client and pgjdbc.", mixinStandardHelpOptions = true)
final class JdbcBench implements Callable<Integer> {
    private static final String COLUMNS = "(a BIGINT, b INTEGER, c DOUBLE PRECISION, d DECIMAL(12, 2), e VARCHAR(20), f VARCHAR(200), "
            + "g DATE, h TIMESTAMP, i BOOLEAN, j VARCHAR(20))";
    private static final String VALUES = "SELECT n, CAST(n % 1000000 AS INTEGER), CAST(n AS DOUBLE PRECISION) / 8, "
            + "CAST(CAST(n % 100000 AS DECIMAL(12, 2)) / 4 AS DECIMAL(12, 2)), 'n' || CAST(n % 10000 AS VARCHAR), "
            + "'the text of row number ' || CAST(n AS VARCHAR) || ', which is somewhat longer than the others', "
            + "CAST(TIMESTAMP '2020-01-01 00:00:00' + CAST(n % 1000 AS INTEGER) * INTERVAL '1' DAY AS DATE), "
            + "TIMESTAMP '2024-01-01 00:00:00' + CAST(n AS INTEGER) * INTERVAL '1' SECOND, n % 2 = 0, "
            + "CASE WHEN n % 3 = 0 THEN NULL ELSE 'maybe ' || CAST(n % 100 AS VARCHAR) END FROM ";
    private static final int POINTS = 100_000;

    @Option(names = "--rows", defaultValue = "5000000", description = "rows of the large result (default ${DEFAULT-VALUE})")
    private int rows;

    @Option(names = "--runs", defaultValue = "5", description = "runs of which the median counts (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--warm-ups", defaultValue = "1", description = "runs before those (default ${DEFAULT-VALUE})")
    private int warmUps;

    @Option(names = "--times", defaultValue = "4000", description = "times of each small query (default ${DEFAULT-VALUE})")
    private int times;

    @Option(names = "--fetch-size", defaultValue = "10000", description = "rows that pgjdbc and Avatica's client ask for at once (default ${DEFAULT-VALUE})")
    private int fetchSize;

    @Option(names = "--launcher", defaultValue = "bin/millrace", description = "the launcher (default ${DEFAULT-VALUE})")
    private Path launcher;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-jdbc");
        Optional<PostgresServer> postgres = PostgresServer.start("shared_buffers=1GB");
        try (ServerUnderTest server = ServerUnderTest.start(launcher, folder.resolve("data"))) {
            measure(server, postgres);
        } finally {
            if (postgres.isPresent()) {
                postgres.get().close();
            }
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        return 0;
    }

    private void measure(ServerUnderTest server, Optional<PostgresServer> postgres) throws Exception {
        String authority = java.net.URI.create(server.url()).getAuthority();
        JdbcPeer ours = new JdbcPeer("Millrace's driver", "jdbc:millrace://" + authority + "/", 0, true);
        String avatica = "jdbc:avatica:remote:url=http://" + authority + "/avatica;serialization=protobuf";
        fill(ours, "UNNEST(sequence(1, %d)) AS u (n)");
        List<JdbcPeer> all = new ArrayList<>(List.of(
                ours,
                new JdbcPeer("Avatica's client, as it comes (100 rows at once)", avatica, 0, true),
                new JdbcPeer("Avatica's client, " + fetchSize + " rows at once", avatica, fetchSize, true)));
        Report report = new Report("JDBC: fetch of %,d rows of 10 columns, and small queries".formatted(rows));
        report.line("`bin/millrace bench jdbc --rows " + rows + " --runs " + runs + " --times " + times + "`; client and servers share the "
                + "machine. Avatica 1.28.0 with protobuf, against the same server; "
                + (postgres.isPresent() ? "PostgreSQL " + postgres.get().version() + " (shared_buffers 1 GB) with pgjdbc "
                        + org.postgresql.util.DriverInfo.DRIVER_VERSION + "."
                        : "PostgreSQL is not installed (no initdb under /usr/lib/postgresql): that peer is missing."));
        if (postgres.isPresent()) {
            String url = postgres.get().url();
            JdbcPeer pieces = new JdbcPeer("pgjdbc, " + fetchSize + " rows at once, autocommit off", url, fetchSize, false);
            fill(pieces.autoCommitting(), "generate_series(1, %d) AS u (n)");
            pieces.autoCommitting().run("ANALYZE");
            all.add(pieces);
            all.add(new JdbcPeer("pgjdbc, as it comes (the whole result in memory)", url, 0, true));
        }
        fetches(all, report);
        small(ours, all.getLast(), postgres.isPresent(), report);
        if (append != null) {
            report.appendTo(append);
        }
    }

    private void fill(JdbcPeer peer, String series) throws SQLException {
        peer.run("CREATE TABLE bench_fetch " + COLUMNS);
        peer.run("INSERT INTO bench_fetch " + VALUES + series.formatted(rows));
        peer.run("CREATE TABLE bench_points (id INTEGER PRIMARY KEY, name VARCHAR(40))");
        peer.run("INSERT INTO bench_points SELECT CAST(n - 1 AS INTEGER), 'name ' || CAST(n AS VARCHAR) FROM " + series.formatted(POINTS));
    }

    private void fetches(List<JdbcPeer> peers, Report report) throws SQLException {
        Map<JdbcPeer, double[]> seconds = new LinkedHashMap<>();
        peers.forEach(peer -> seconds.put(peer, new double[runs]));
        JdbcPeer.Fetched expected = null;
        for (int run = -warmUps; run < runs; run++) {
            for (JdbcPeer peer : peers) {
                JdbcPeer.Fetched fetched = peer.fetch();
                System.err.printf("%s: %,.0f rows/s%n", peer.name(), fetched.rowsPerSecond());
                expected = expected == null ? fetched : expected;
                if (fetched.rows() != rows || fetched.sum() != expected.sum()) {
                    throw new IllegalStateException(peer.name() + " read " + fetched + ", expected " + expected);
                }
                if (run >= 0) {
                    seconds.get(peer)[run] = fetched.seconds();
                }
            }
        }
        report.line("");
        report.line("| fetch, median of " + runs + " after " + warmUps + " | seconds | rows/s | ours is faster by |");
        report.line("|---|---|---|---|");
        double first = Samples.median(seconds.get(peers.getFirst()));
        seconds.forEach((peer, all) -> {
            double median = Samples.median(all);
            report.line("| %s | %.2f | %,.0f | %.2f |".formatted(peer.name(), median, rows / median, median / first));
        });
    }

    private void small(JdbcPeer ours, JdbcPeer postgres, boolean both, Report report) throws Exception {
        report.line("");
        report.line("| small queries | Millrace p50 | p99 | pgjdbc p50 | p99 |");
        report.line("|---|---|---|---|---|");
        for (int connections : new int[] {1, 32}) {
            int each = Math.max(50, times / connections);
            String place = connections == 1 ? ", 1 connection | " : ", " + connections + " connections | ";
            report.line("| `SELECT 1`" + place + figures(new JdbcLatency(ours, connections, each).select1())
                    + (both ? figures(new JdbcLatency(postgres, connections, each).select1()) : "– | – |"));
            report.line("| prepared look-up by primary key" + place + figures(new JdbcLatency(ours, connections, each).lookup(POINTS))
                    + (both ? figures(new JdbcLatency(postgres, connections, each).lookup(POINTS)) : "– | – |"));
        }
    }

    private static String figures(double[] micros) {
        return "%.3f ms | %.3f ms | ".formatted(at(micros, 0.5) / 1000, at(micros, 0.99) / 1000);
    }

    private static double at(double[] sorted, double fraction) {
        return sorted[(int) Math.min(sorted.length - 1, fraction * sorted.length)];
    }
}
