package io.millrace.frontend.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.error.MillraceException;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.oracle.RowDiff;
import io.millrace.testkit.tpch.TpchData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries whose answers are DuckDB's over the same rows: every file of src/test/resources/oracle, statements separated by semicolons at line ends. Both
 * engines run each text as it is; {@code -- DUCKDB: text} on the line before a query gives DuckDB another text for it. TPC-H's tables and those of
 * {@code tables.sql} are there.
 */
class OracleTest {
    private static final Path FILES = Path.of("src/test/resources/oracle");
    private static final String OTHER_TEXT = "-- DUCKDB:";

    @TempDir
    static Path directory;

    private static TestServer server;
    private static DuckDb duck;

    /** A query, and what DuckDB is asked. */
    record Query(String ours, String theirs) {}

    @BeforeAll
    static void start() throws IOException {
        Path files = TpchData.parquet(Path.of("target/data"), 0.01);
        server = new TestServer(directory, 1);
        duck = DuckDb.open();
        for (String table : TpchData.tables()) {
            Path file = files.resolve(table + ".parquet");
            ours("CREATE EXTERNAL TABLE " + table + " WITH (location = '" + file + "', format = 'parquet')");
            duck.execute("CREATE VIEW " + table + " AS SELECT * FROM read_parquet('" + file + "')");
        }
        for (Query statement : queries("tables.sql")) {
            ours(statement.ours());
            duck.execute(statement.theirs());
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        duck.close();
    }

    private static List<List<Object>> ours(String sql) {
        return SqlRows.of(server.server().engine(), Session.initial(), sql);
    }

    static List<String> files() throws IOException {
        try (Stream<Path> paths = Files.list(FILES)) {
            return paths.map(path -> path.getFileName().toString()).filter(name -> !name.equals("tables.sql")).sorted().toList();
        }
    }

    static List<Query> queries(String file) throws IOException {
        List<Query> queries = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String theirs = null;
        for (String line : Files.readAllLines(FILES.resolve(file))) {
            if (line.startsWith(OTHER_TEXT)) {
                theirs = line.substring(OTHER_TEXT.length()).strip();
            } else if (!line.startsWith("--")) {
                text.append(line).append('\n');
                if (line.stripTrailing().endsWith(";")) {
                    String query = text.toString().strip();
                    queries.add(new Query(query, theirs == null ? query : theirs));
                    text.setLength(0);
                    theirs = null;
                }
            }
        }
        return queries;
    }

    @ParameterizedTest
    @MethodSource("files")
    void answersAsDuckDbDoes(String file) throws IOException {
        StringBuilder differences = new StringBuilder();
        int failed = 0;
        List<Query> all = queries(file);
        for (Query query : all) {
            String difference = difference(query);
            if (!difference.isEmpty()) {
                failed++;
                differences.append(query.ours()).append('\n').append(difference).append('\n');
            }
        }
        assertEquals("", differences.isEmpty() ? "" : failed + " of " + all.size() + " queries differ\n" + differences);
    }

    private static String difference(Query query) {
        List<List<Object>> expected = duck.query(query.theirs());
        try {
            return RowDiff.unordered(expected, ours(query.ours()));
        } catch (MillraceException e) {
            return "  failed with " + e.code() + ": " + e.getMessage() + "\n";
        }
    }
}
