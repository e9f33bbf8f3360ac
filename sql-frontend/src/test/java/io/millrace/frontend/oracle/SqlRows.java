package io.millrace.frontend.oracle;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.session.Session;
import java.util.ArrayList;
import java.util.List;

/** Statements run to their end, rows as Java values. */
public final class SqlRows {
    private SqlRows() {}

    public static List<List<Object>> of(SqlEngine engine, Session session, String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (StatementResult result = engine.runOne(sql, session)) {
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
