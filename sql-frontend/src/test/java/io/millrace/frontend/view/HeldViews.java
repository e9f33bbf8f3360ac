package io.millrace.frontend.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.oracle.SqlRows;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.RowDiff;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queries as views of a server, each held against what the query answers in batch. What differs is collected, so that one run shows all of it. */
public final class HeldViews implements AutoCloseable {
    private final Path directory;
    private final Session session = Session.initial();
    private final Map<String, String> views = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final StringBuilder differences = new StringBuilder();
    private TestServer server;
    private int starts;

    public HeldViews(Path directory) {
        this.directory = directory;
        start();
    }

    private void start() {
        server = new TestServer(directory, 7 + starts++);
    }

    public TestServer server() {
        return server;
    }

    public List<List<Object>> run(String sql) {
        return SqlRows.of(server.server().engine(), session, sql);
    }

    /** Rows, or the code of the error as the only row. */
    public List<List<Object>> answer(String sql) {
        try {
            return run(sql);
        } catch (MillraceException e) {
            return List.of(Collections.singletonList(e.code() == ErrorCode.INTERNAL_ERROR ? e.getMessage() : e.code().name()));
        }
    }

    /** Makes a view of a query; refusals are collected. */
    public void hold(String query) {
        hold("v" + views.size(), query, "");
    }

    /** Makes a view of a query, unless the query itself is refused. */
    public void holdIfAnswered(String query) {
        try {
            width(query);
        } catch (MillraceException e) {
            return;
        }
        hold(query);
    }

    /** @param emit what follows the query: EMIT and the like */
    public void hold(String view, String query, String emit) {
        try {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < width(query); i++) {
                names.add("c" + i);
            }
            run("CREATE MATERIALIZED VIEW " + view + " (" + String.join(", ", names) + ") AS " + query + " " + emit);
            views.put(view, query);
        } catch (MillraceException e) {
            refused.add(query + "    " + e.code() + " " + e.getMessage());
        }
    }

    private int width(String query) {
        try (StatementResult.Rows result = (StatementResult.Rows) server.server().engine().runOne(query, session)) {
            return result.rows().schema().size();
        }
    }

    /** Compares every view with its query. */
    public void compare(String when) {
        views.forEach((view, query) -> differs(view, query, when, RowDiff.unordered(answer(query), answer("SELECT * FROM " + view))));
    }

    /** Lets every view verify itself. A query that fails has nothing to be compared. */
    public void verify(String when) {
        views.forEach((view, query) -> {
            List<List<Object>> found = answer("VERIFY VIEW " + view);
            if (!found.isEmpty() && answer(query).size() != 1) {
                differs(view, query, when, "VERIFY VIEW gives " + found);
            }
        });
    }

    private void differs(String view, String query, String when, String difference) {
        if (!difference.isEmpty()) {
            differences.append(query).append("  ").append(view).append(' ').append(when).append('\n').append(difference).append('\n');
        }
    }

    /** Adds what something else was found to differ in; nothing if empty. */
    public void note(String difference) {
        differences.append(difference);
    }

    public void restart() {
        server.close();
        start();
    }

    public List<String> refused() {
        return refused;
    }

    public String differences() {
        return differences.toString();
    }

    /** Nothing differed, and nothing was refused but what matches. */
    public void assertHeld(String expectedRefusals) {
        refused.stream().filter(line -> !line.matches(expectedRefusals))
                .forEach(line -> differences.append("refused: ").append(line).append('\n'));
        assertEquals("", differences.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
