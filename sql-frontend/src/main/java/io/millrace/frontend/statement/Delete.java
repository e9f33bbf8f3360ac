package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.Optional;

/** DELETE FROM t [alias] [USING source] [WHERE condition]. */
public record Delete(
        QualifiedName target,
        Optional<String> alias,
        Optional<ExpressionText> using,
        Optional<ExpressionText> where,
        SourcePosition position) implements Statement {}
