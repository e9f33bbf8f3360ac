package io.millrace.frontend.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.Settings;
import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.oracle.RowDiff;
import io.millrace.testkit.tpch.TpchData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three worker processes beside a server: queries run as tasks there, rows go over the network, answers are the same. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkersTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static WorkerProcesses workers;
    private static DuckDb duck;
    private static Session whole;

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer(directory.resolve("data"), 1, 30_000, OptionalInt.of(0));
        workers = new WorkerProcesses(server, directory, 3);
        duck = DuckDb.open();
        FileTables.create(directory.resolve("files"), server.server().engine(), duck);
        whole = Session.initial();
        whole.set(Settings.DISTRIBUTED, "off");
    }

    @AfterAll
    static void stop() {
        workers.close();
        server.close();
        duck.close();
    }

    private static SqlEngine engine() {
        return server.server().engine();
    }

    private static List<List<Object>> rows(String sql) {
        return SqlRows.of(engine(), Session.initial(), sql);
    }

    @Test
    @Order(1)
    void workersAreListed() {
        assertEquals(List.of(List.of("server", 1L), List.of("worker", 3L)),
                rows("SELECT role, count(*) FROM sys.nodes WHERE state = 'ACTIVE' GROUP BY role ORDER BY role"));
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void tpchAnswersAreThoseOfDuckDb(int query) {
        String text = TpchData.query(query);
        assertEquals("", RowDiff.unordered(duck.query(text), rows(text)));
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"join.sql", "window.sql"})
    void answersAreThoseOfThePlanThatRunsWhole(String file) throws IOException {
        StringBuilder differences = new StringBuilder();
        for (OracleTest.Query query : OracleTest.queries(file)) {
            String difference = RowDiff.unordered(SqlRows.of(engine(), whole, query.ours()), rows(query.ours()));
            if (!difference.isEmpty()) {
                differences.append(query.ours()).append('\n').append(difference).append('\n');
            }
        }
        assertEquals("", differences.toString());
    }

    @Test
    @Order(3)
    void whatIsWrittenHereIsJoinedWithWhatWorkersRead() {
        rows("CREATE TABLE chosen AS SELECT r_regionkey AS k FROM region WHERE r_name <> 'ASIA'");
        String text = "SELECT n_name FROM nation JOIN %s ON n_regionkey = k ORDER BY n_name";
        assertEquals(duck.query(text.formatted("(SELECT r_regionkey AS k FROM region WHERE r_name <> 'ASIA')")),
                rows(text.formatted("chosen")));
    }

    @Test
    @Order(3)
    void analyzeCountsRowsOfAllWorkers() {
        List<List<Object>> lines = rows("EXPLAIN ANALYZE SELECT l_returnflag, count(*) FROM lineitem GROUP BY l_returnflag");
        long all = (Long) duck.query("SELECT count(*) FROM lineitem").get(0).get(0);
        assertTrue(
                lines.stream().anyMatch(line -> line.get(0).toString().contains("Scan") && line.get(0).toString().contains("rows " + all)),
                lines.toString());
        assertEquals(all, rows("SELECT rows_read FROM sys.queries WHERE sql LIKE 'EXPLAIN ANALYZE%'").get(0).get(0));
    }

    @Test
    @Order(3)
    void errorsOfTasksArriveAsTheyAre() {
        MillraceException error = assertThrows(MillraceException.class,
                () -> rows("SELECT sum(l_orderkey / (l_linenumber - 1)) FROM lineitem"));
        assertEquals(ErrorCode.DIVISION_BY_ZERO, error.code());
    }

    @Test
    @Order(3)
    void rowsThatNobodyWantsEndTheirTasks() {
        assertEquals(5, rows("SELECT * FROM lineitem LIMIT 5").size());
        try (StatementResult result =
                engine().runOne("SELECT * FROM lineitem a JOIN lineitem b ON a.l_suppkey = b.l_suppkey", Session.initial())) {
            ((StatementResult.Rows) result).rows().next().close();
        }
        WorkerProcesses.until(() -> workers.memoryBytes() == 0);
    }

    /** Scenario A1: the stream's log is here, the groups are on workers; the same view in one piece holds the same at every tick. */
    @Test
    @Order(3)
    void aViewOverAStreamIsKeptByTasksOnWorkers() {
        rows("CREATE STREAM actions (user_id BIGINT, action INTEGER, gender INTEGER, at TIMESTAMP, "
                + "WATERMARK FOR at AS at - INTERVAL '1' SECOND)");
        String query = " AS SELECT window_start, gender, count(*) AS people, max(user_id) AS newest "
                + "FROM TUMBLE(TABLE actions, DESCRIPTOR(at), INTERVAL '1' SECOND) GROUP BY window_start, gender";
        SplittableRandom random = new SplittableRandom(11);
        rows("INSERT INTO actions VALUES " + actions(random, 0));
        rows("CREATE MATERIALIZED VIEW by_gender" + query);
        rows("CREATE MATERIALIZED VIEW by_gender_spread WITH (tasks = 'workers')" + query);
        rows("CREATE MATERIALIZED VIEW totals WITH (tasks = 'workers') AS SELECT gender, sum(people) AS people FROM by_gender_spread GROUP BY gender");
        WorkerProcesses.until(() -> workers.memoryBytes() > 0);
        for (int i = 1; i < 30; i++) {
            rows("INSERT INTO actions VALUES " + actions(random, i));
            assertEquals(List.of(), rows("(SELECT * FROM by_gender EXCEPT ALL SELECT * FROM by_gender_spread) UNION ALL "
                    + "(SELECT * FROM by_gender_spread EXCEPT ALL SELECT * FROM by_gender)"), "after insert " + i);
        }
        assertEquals("", RowDiff.unordered(
                rows("SELECT gender, sum(people) FROM by_gender GROUP BY gender"), rows("SELECT gender, people FROM totals")));
        assertTrue(rows("SELECT * FROM by_gender").size() > 30);
        rows("DROP MATERIALIZED VIEW totals");
        rows("DROP MATERIALIZED VIEW by_gender_spread");
        WorkerProcesses.until(() -> workers.memoryBytes() == 0);
    }

    /** Rows of about the same second, some of them late, in one case of no gender. */
    private static String actions(SplittableRandom random, int second) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int gender = random.nextInt(4);
            rows.add("(%d, %d, %s, TIMESTAMP '2024-08-29 12:00:00' + INTERVAL '%d' SECOND)".formatted(
                    random.nextInt(1000), random.nextInt(4), gender == 3 ? "NULL" : String.valueOf(gender),
                    Math.max(0, second - random.nextInt(4))));
        }
        return String.join(", ", rows);
    }

    /** The last: two workers are left. */
    @Test
    @Order(4)
    void aWorkerThatIsKilledFailsItsQueryAndNoOther() {
        rows("CREATE STREAM seen (k INTEGER, at TIMESTAMP, WATERMARK FOR at AS at)");
        rows("CREATE MATERIALIZED VIEW counted WITH (tasks = 'workers') AS SELECT k, count(*) AS c FROM seen GROUP BY k");
        long killed;
        try (StatementResult result =
                engine().runOne("SELECT * FROM lineitem a JOIN lineitem b ON a.l_suppkey = b.l_suppkey", Session.initial())) {
            StatementResult.Rows answer = (StatementResult.Rows) result;
            answer.rows().next().close();
            workers.kill(1);
            killed = System.nanoTime();
            MillraceException error = assertThrows(MillraceException.class, () -> {
                while (true) {
                    answer.rows().next().close();
                }
            });
            assertEquals(ErrorCode.WORKER_LOST, error.code());
        }
        assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - killed) < 5);
        WorkerProcesses.until(() -> workers.joined() == 2);
        assertEquals(duck.query("SELECT count(*) FROM lineitem"), rows("SELECT count(*) FROM lineitem"));
        rows("INSERT INTO seen VALUES (1, TIMESTAMP '2024-01-01 00:00:00')");
        assertEquals(ErrorCode.WORKER_LOST, assertThrows(MillraceException.class, () -> rows("SELECT * FROM counted")).code());
        rows("DROP MATERIALIZED VIEW counted");
        workers.start();
        WorkerProcesses.until(() -> workers.joined() == 3);
        assertEquals(duck.query("SELECT count(*) FROM orders"), rows("SELECT count(*) FROM orders"));
        WorkerProcesses.until(() -> workers.memoryBytes() == 0);
    }

    /** It neither answers nor closes its connection. */
    @Test
    @Order(5)
    void aWorkerThatHangsIsGivenUp() throws IOException, InterruptedException {
        try (StatementResult result =
                engine().runOne("SELECT * FROM lineitem a JOIN lineitem b ON a.l_suppkey = b.l_suppkey", Session.initial())) {
            StatementResult.Rows answer = (StatementResult.Rows) result;
            answer.rows().next().close();
            workers.stop(0);
            MillraceException error = assertThrows(MillraceException.class, () -> {
                while (true) {
                    answer.rows().next().close();
                }
            });
            assertEquals(ErrorCode.WORKER_LOST, error.code());
        }
        assertEquals(duck.query("SELECT count(*) FROM lineitem"), rows("SELECT count(*) FROM lineitem"));
    }
}
