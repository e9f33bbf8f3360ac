package io.millrace.frontend.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.MillraceException;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.Settings;
import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.oracle.RowDiff;
import io.millrace.testkit.tpch.TpchData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans cut into fragments of three tasks in one process, queues between them: answers are those of the plan that runs whole. */
class FragmentsTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static DuckDb duck;
    private static Session cut;

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer(directory.resolve("data"), 1);
        duck = DuckDb.open();
        FileTables.create(directory.resolve("files"), server.server().engine(), duck);
        cut = Session.initial();
        cut.set(Settings.LOCAL_TASKS, "3");
    }

    @AfterAll
    static void stop() {
        server.close();
        duck.close();
    }

    private static List<List<Object>> rows(String sql) {
        return SqlRows.of(server.server().engine(), cut, sql);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void tpchAnswersAreThoseOfDuckDb(int query) {
        String text = TpchData.query(query);
        assertEquals("", RowDiff.unordered(duck.query(text), rows(text)));
    }

    static List<String> files() throws IOException {
        return OracleTest.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void answersAreThoseOfThePlanThatRunsWhole(String file) throws IOException {
        StringBuilder differences = new StringBuilder();
        for (OracleTest.Query query : OracleTest.queries(file)) {
            List<List<Object>> whole = SqlRows.of(server.server().engine(), Session.initial(), query.ours());
            try {
                String difference = RowDiff.unordered(whole, rows(query.ours()));
                if (!difference.isEmpty()) {
                    differences.append(query.ours()).append('\n').append(difference).append('\n');
                }
            } catch (MillraceException e) {
                differences.append(query.ours()).append("\n  failed with ").append(e.code()).append(": ").append(e.getMessage())
                        .append('\n');
            }
        }
        assertEquals("", differences.toString());
    }

    @Test
    void explainShowsFragments() {
        List<List<Object>> lines = rows("EXPLAIN SELECT l_returnflag, count(*) FROM lineitem GROUP BY l_returnflag");
        assertEquals("Fragment 2 on this node", lines.get(0).get(0));
        assertTrue(lines.stream().anyMatch(line -> line.get(0).equals("Fragment 0 in every task")), lines.toString());
    }

    @Test
    void analyzeCountsRowsOfAllTasks() {
        List<List<Object>> lines = rows("EXPLAIN ANALYZE SELECT l_returnflag, count(*) FROM lineitem GROUP BY l_returnflag");
        long all = (Long) duck.query("SELECT count(*) FROM lineitem").get(0).get(0);
        assertTrue(
                lines.stream().anyMatch(line -> ((String) line.get(0)).contains("Scan") && ((String) line.get(0)).contains("rows " + all)),
                lines.toString());
    }

    @Test
    void nothingIsLeftAllocated() {
        rows("SELECT * FROM lineitem LIMIT 5");
        rows("SELECT count(*) FROM lineitem JOIN orders ON l_orderkey = o_orderkey");
        try {
            rows("SELECT l_orderkey / (l_linenumber - 1) FROM lineitem ORDER BY 1");
        } catch (MillraceException e) {
            assertEquals("DIVISION_BY_ZERO", e.code().name());
        }
        long held = server.server().engine().node().queries().queries().stream().mapToLong(q -> q.memoryBytes()).sum();
        assertEquals(0, held);
    }
}
