package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.Map;

/** CREATE MATERIALIZED VIEW … FROM SAVEPOINT: a view of the savepoint's query that goes on from its state. {@code options} go before the savepoint's. */
public record CreateFromSavepoint(
        QualifiedName name, boolean ifNotExists, Map<String, String> options, String savepoint,
        SourcePosition position) implements Statement {
    public CreateFromSavepoint {
        options = Map.copyOf(options);
    }
}
