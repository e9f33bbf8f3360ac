package io.millrace.frontend.corpus;

import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.sql.SqlTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs statements in a session and a schema of their own, under a regime. */
final class CorpusTarget implements SqlTarget {
    private static final Pattern QUERY = Pattern.compile("(?is)\\s*(SELECT|WITH|VALUES|\\().*");
    private static final Pattern OF_TABLES = Pattern.compile("(?is).*\\bFROM\\b.*");
    private static final Pattern CHANGE = Pattern.compile("(?is)\\s*(INSERT|UPDATE|DELETE|MERGE|COPY|CREATE\\s+TABLE).*");

    private final SqlEngine engine;
    private final String schema;
    private final Regime regime;
    private final Session session = Session.initial();
    private int views;

    CorpusTarget(SqlEngine engine, String schema, Regime regime) {
        this.engine = engine;
        this.schema = schema;
        this.regime = regime;
        plain("CREATE SCHEMA " + schema);
        plain("USE " + schema);
        regime.settings().forEach(setting -> plain("SET " + setting));
    }

    @Override
    public List<List<Object>> run(String sql) {
        if (regime.views() && isQuery(sql) && OF_TABLES.matcher(sql).matches()) {
            return asView(sql);
        }
        List<List<Object>> rows = plain(sql);
        if (regime.flushed() && session.transaction().isEmpty() && CHANGE.matcher(sql).matches()) {
            flush();
        }
        return rows;
    }

    static boolean isQuery(String sql) {
        return QUERY.matcher(sql).matches();
    }

    private List<List<Object>> plain(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (StatementResult result = engine.runOne(sql, session)) {
            switch (result) {
                case StatementResult.Rows answer -> RowTransfer.each(answer.rows(), batch -> rows.addAll(Values.readRows(batch)));
                case StatementResult.Done done -> {
                    if (done.count() >= 0) {
                        rows.add(List.of(done.count()));
                    }
                }
            }
        }
        return rows;
    }

    /** What views refuse is asked as a query. */
    private List<List<Object>> asView(String sql) {
        String name = schema + "_view" + views++;
        int width;
        try (StatementResult result = engine.runOne(sql, session)) {
            if (!(result instanceof StatementResult.Rows answer)) {
                return List.of();
            }
            width = answer.rows().schema().size();
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add("c" + i);
        }
        try {
            plain("CREATE MATERIALIZED VIEW " + name + " (" + String.join(", ", columns) + ") AS " + sql);
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.FEATURE_NOT_SUPPORTED || e.code() == ErrorCode.NOT_DETERMINISTIC) {
                return plain(sql);
            }
            throw e;
        }
        try {
            return plain("SELECT * FROM " + name);
        } finally {
            plain("DROP MATERIALIZED VIEW " + name);
        }
    }

    private void flush() {
        engine.node().catalog().objects(schema).stream().filter(object -> object instanceof CatalogObject.Table)
                .forEach(object -> engine.node().tables().flush((CatalogObject.Table) object));
    }

    /** Everything that the statements made. */
    void drop() {
        plain("USE public");
        plain("DROP SCHEMA " + schema + " CASCADE");
    }
}
