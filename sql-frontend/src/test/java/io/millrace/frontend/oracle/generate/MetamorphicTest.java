package io.millrace.frontend.oracle.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.RowDiff;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries whose answers must be the same however they are asked: without the optimizer, in batches of few rows, and put together from the rows
 * where a condition is true, false and unknown (Rigger and Su, Finding Bugs in Database Systems via Query Partitioning, OOPSLA 2020).
 */
class MetamorphicTest {
    private static final int COUNT = Integer.getInteger("millrace.metamorphic", 60);
    private static final long SEED = Long.getLong("millrace.seed", 1);

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory, 1);
        RandomTables.statements(SEED).forEach(statement -> rows(Session.initial(), statement));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void plansAndBatchesDoNotShow() {
        List<Session> others = List.of(session("optimize = off"), session("batch_rows = 1"), session("batch_rows = 7"));
        StringBuilder differences = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            String sql = new RandomQueries(new Dice(SEED * 7_000_003 + i)).query();
            Optional<List<List<Object>>> expected = answer(Session.initial(), sql);
            for (Session other : others) {
                expected.ifPresent(rows -> compare(sql, rows, answer(other, sql), differences));
            }
        }
        assertEquals("", differences.toString());
    }

    @Test
    void conditionsPartitionRows() {
        StringBuilder differences = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            Dice dice = new Dice(SEED * 9_000_011 + i);
            RandomQueries queries = new RandomQueries(dice);
            List<Kind> kinds = List.of(dice.of(Kind.values()), Kind.INT, dice.of(Kind.values()));
            String body = queries.body(kinds, new Scope(List.of(), List.of(), 1));
            List<Scope.Item> columns = new ArrayList<>();
            for (int c = 0; c < kinds.size(); c++) {
                columns.add(new Scope.Item("q.c" + c, kinds.get(c)));
            }
            String condition = new RandomExpressions(dice, queries).predicate(new Scope(columns, List.of(), 1), 2);
            String from = " FROM (" + body + ") AS q(" + RandomQueries.columns(kinds) + ")";
            String parts = partition("SELECT *" + from, condition);
            answer(Session.initial(), "SELECT *" + from)
                    .ifPresent(rows -> compare(parts, rows, answer(Session.initial(), parts), differences));
            String sums = "SELECT SUM(n), SUM(s), MIN(m) FROM ("
                    + partition("SELECT COUNT(*) AS n, SUM(q.c1) AS s, MIN(q.c1) AS m" + from, condition) + ") AS p";
            answer(Session.initial(), "SELECT COUNT(*), SUM(q.c1), MIN(q.c1)" + from)
                    .ifPresent(rows -> compare(sums, rows, answer(Session.initial(), sums), differences));
        }
        assertEquals("", differences.toString());
    }

    @Test
    void projectionsOverProjectionsStaySmall() {
        String query = "SELECT a AS x FROM t0";
        for (int i = 0; i < 30; i++) {
            query = "SELECT CASE WHEN x > 40 THEN x ELSE x + 1 END AS x FROM (" + query + ") AS q" + i;
        }
        String all = query;
        String some = "SELECT COUNT(*) FROM t0 AS t LEFT JOIN (" + query + ") AS q ON t.a = q.x WHERE q.x > 1";
        assertEquals(rows(Session.initial(), "SELECT a + 30 FROM t0").size(), rows(Session.initial(), all).size());
        assertEquals(List.of(List.of(0L)), rows(Session.initial(), some));
    }

    private static String partition(String select, String condition) {
        return select + " WHERE " + condition + " UNION ALL " + select + " WHERE NOT " + condition + " UNION ALL " + select + " WHERE ("
                + condition
                + ") IS NULL";
    }

    private static void compare(String sql, List<List<Object>> expected, Optional<List<List<Object>>> actual, StringBuilder differences) {
        String difference = actual.map(rows -> RowDiff.unordered(expected, rows)).orElse("");
        if (!difference.isEmpty()) {
            differences.append(sql).append('\n').append(difference).append('\n');
        }
    }

    private Session session(String setting) {
        Session session = Session.initial();
        rows(session, "SET " + setting);
        return session;
    }

    /** Nothing if the query is refused as a user's mistake or as not supported. */
    private Optional<List<List<Object>>> answer(Session session, String sql) {
        try {
            return Optional.of(rows(session, sql));
        } catch (MillraceException e) {
            if (e.code().category() == ErrorCode.Category.USER || e.code() == ErrorCode.FEATURE_NOT_SUPPORTED
                    || e.code() == ErrorCode.STATEMENT_TOO_COMPLEX) {
                return Optional.empty();
            }
            throw new AssertionError(sql, e);
        }
    }

    private List<List<Object>> rows(Session session, String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (StatementResult result = server.server().engine().runOne(sql, session)) {
            if (result instanceof StatementResult.Rows answer) {
                for (Batch batch = answer.rows().next(); batch != null; batch = answer.rows().next()) {
                    try (Batch owned = batch) {
                        rows.addAll(Values.readRows(owned));
                    }
                }
            }
        }
        return rows;
    }
}
