package io.millrace.frontend.oracle.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries over small tables, answered by us and by DuckDB. {@code -Dmillrace.queries=5000 -Dmillrace.seed=7} asks more of them; what differs is
 * made small and printed, and what either engine refuses is counted in a file.
 */
class GeneratedQueryTest {
    private static final int COUNT_BY_DEFAULT = 200;
    private static final int COUNT = Integer.getInteger("millrace.queries", COUNT_BY_DEFAULT);
    private static final long SEED = Long.getLong("millrace.seed", 1);
    /** Queries that are made small for each message. */
    private static final int EXAMPLES_MAX = 3;
    private static final int SHOWN_CHARACTERS_MAX = 100_000;
    /** What came of the queries, by message. */
    private static final Path REPORT = Path.of("target/generated-queries.txt");

    @TempDir
    Path directory;

    @Test
    void answersAsDuckDbDoes() throws IOException {
        try (TestServer server = new TestServer(directory, 1); DuckDb duck = DuckDb.open()) {
            Session session = Session.initial();
            for (String statement : RandomTables.statements(SEED)) {
                rows(server, session, statement);
                duck.execute(statement);
            }
            QueryCheck check = new QueryCheck(duck, sql -> rows(server, session, sql));
            assertEquals("", differences(check));
        }
    }

    private static String differences(QueryCheck check) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> examples = new TreeMap<>();
        StringBuilder differences = new StringBuilder();
        for (int i = 0; i < COUNT && differences.length() < SHOWN_CHARACTERS_MAX; i++) {
            String sql = new RandomQueries(new Dice(SEED * 1_000_003 + i)).query();
            QueryCheck.Result result = check.check(sql);
            String kind = kind(result);
            if (counts.merge(kind, 1, Integer::sum) > EXAMPLES_MAX || result.outcome() == QueryCheck.Outcome.AGREED) {
                continue;
            }
            boolean different = result.outcome() == QueryCheck.Outcome.DIFFERENT;
            if (!different && COUNT == COUNT_BY_DEFAULT) {
                continue;
            }
            String small = QueryReduction.smallest(sql, text -> kind(check.check(text)).equals(kind));
            examples.merge(kind, small, (one, other) -> one + "\n    " + other);
            if (different) {
                differences.append("query ").append(i).append(": ").append(small).append('\n').append(check.check(small).detail())
                        .append('\n');
            }
        }
        StringBuilder report = new StringBuilder();
        counts.forEach((kind, count) -> report.append(count).append(" × ").append(kind).append("\n    ")
                .append(examples.getOrDefault(kind, "")).append('\n'));
        Files.writeString(REPORT, report);
        return differences.toString();
    }

    /** The outcome and the message without what changes from query to query. */
    private static String kind(QueryCheck.Result result) {
        return result.outcome() + " " + stem(result.detail());
    }

    /** A message without what changes from query to query; empty for rows. */
    private static String stem(String detail) {
        return detail.startsWith("row ") || detail.contains(" rows expected") ? ""
                : detail.lines().findFirst().orElse("").replaceAll("[0-9]+", "#")
                        .replaceAll("'[^']*'", "'…'").replaceAll("r#\\.[a-z#]+", "…");
    }

    private static List<List<Object>> rows(TestServer server, Session session, String sql) {
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
