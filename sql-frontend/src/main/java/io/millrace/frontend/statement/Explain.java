package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** EXPLAIN [LOGICAL | PHYSICAL | STATE | ANALYZE] [FORMAT JSON] statement. */
public record Explain(Mode mode, boolean json, Statement statement, SourcePosition position) implements Statement {
    /** What is shown; PHYSICAL if nothing is said. */
    public enum Mode {
        LOGICAL,
        PHYSICAL,
        STATE,
        ANALYZE
    }
}
