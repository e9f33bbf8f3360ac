package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.Map;

/** CREATE TABLE t (LIKE source) or CREATE TABLE t LIKE source: the columns, key, defaults and partitioning of another. */
public record CreateTableLike(
        QualifiedName name,
        boolean ifNotExists,
        QualifiedName source,
        Map<String, String> options,
        SourcePosition position) implements Statement {
    public CreateTableLike {
        options = Map.copyOf(options);
    }
}
