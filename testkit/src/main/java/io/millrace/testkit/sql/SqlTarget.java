package io.millrace.testkit.sql;

import java.util.List;

/** What a SQL file runs against. */
public interface SqlTarget {
    /**
     * Runs one statement to its end.
     *
     * @return its rows as the classes of {@code io.millrace.common.batch.Values}; empty for statements without rows
     * @throws io.millrace.common.error.MillraceException if the statement fails
     */
    List<List<Object>> run(String sql);
}
