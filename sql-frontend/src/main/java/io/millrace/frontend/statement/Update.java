package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * UPDATE t [alias] SET … [FROM source] [WHERE condition].
 *
 * @param from a FROM clause's tree (table, join)
 */
public record Update(
        QualifiedName target,
        Optional<String> alias,
        List<Assignment> assignments,
        Optional<ExpressionText> from,
        Optional<ExpressionText> where,
        SourcePosition position) implements Statement {
    public Update {
        assignments = List.copyOf(assignments);
    }
}
