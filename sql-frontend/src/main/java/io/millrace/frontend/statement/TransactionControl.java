package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** BEGIN, COMMIT and ROLLBACK. */
public record TransactionControl(Kind kind, SourcePosition position) implements Statement {
    /** What becomes of the transaction. */
    public enum Kind {
        BEGIN,
        COMMIT,
        ROLLBACK
    }
}
