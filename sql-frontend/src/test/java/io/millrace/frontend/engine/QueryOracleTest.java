package io.millrace.frontend.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Values;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.oracle.RowDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries of every form over small tables full of NULLs and repeated values, answered by us and by DuckDB. */
class QueryOracleTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static Session session;
    private static DuckDb duckDb;

    @BeforeAll
    static void start() {
        server = new TestServer(directory.resolve("data"), 7);
        session = Session.initial();
        duckDb = DuckDb.open();
        Random random = new Random(11);
        both("CREATE TABLE t (a INTEGER, b INTEGER, c VARCHAR, n BIGINT)");
        both("CREATE TABLE u (a INTEGER, b INTEGER, c VARCHAR, n BIGINT)");
        both("CREATE TABLE e (a INTEGER, b INTEGER, c VARCHAR, n BIGINT)");
        both("INSERT INTO t VALUES " + rows(random, 40));
        both("INSERT INTO u VALUES " + rows(random, 60));
    }

    private static void both(String sql) {
        server.server().engine().runOne(sql, session).close();
        duckDb.execute(sql);
    }

    private static String rows(Random random, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = random.nextInt(5) == 0 ? "NULL" : "'" + (char) ('p' + random.nextInt(4)) + "'";
            rows.add("(" + number(random, 6) + ", " + number(random, 4) + ", " + text + ", " + number(random, 12) + ")");
        }
        return String.join(", ", rows);
    }

    private static String number(Random random, int bound) {
        return random.nextInt(6) == 0 ? "NULL" : Integer.toString(random.nextInt(bound));
    }

    @AfterAll
    static void stop() {
        server.close();
        duckDb.close();
    }

    static List<String> queries() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/oracle/queries.sql"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("--")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answersAgree(String sql) {
        List<List<Object>> expected = duckDb.query(sql);
        List<List<Object>> actual = new ArrayList<>();
        try (StatementResult result = server.server().engine().runOne(sql, session)) {
            RowTransfer.each(((StatementResult.Rows) result).rows(), batch -> actual.addAll(Values.readRows(batch)));
        }
        assertEquals("", RowDiff.unordered(expected, actual), sql);
    }
}
