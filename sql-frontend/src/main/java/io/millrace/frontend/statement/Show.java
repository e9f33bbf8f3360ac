package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.Optional;

/**
 * SHOW TABLES, SCHEMAS, …; also DESCRIBE t, which is SHOW COLUMNS FROM t.
 *
 * @param of the table whose columns are shown
 * @param schema to look into; the session's if absent
 * @param like pattern of the names
 */
public record Show(
        Subject subject,
        Optional<QualifiedName> of,
        Optional<String> schema,
        Optional<String> like,
        SourcePosition position) implements Statement {
    /** What is listed. */
    public enum Subject {
        TABLES,
        SCHEMAS,
        STREAMS,
        VIEWS,
        MATERIALIZED_VIEWS,
        SINKS,
        COLUMNS,
        FUNCTIONS,
        QUERIES,
        SETTINGS,
        USERS,
        GRANTS,
        SAVEPOINTS
    }
}
