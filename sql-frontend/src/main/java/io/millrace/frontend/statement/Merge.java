package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * MERGE INTO t USING source ON condition WHEN ….
 *
 * @param source a FROM clause's tree (table or query with alias)
 * @param clauses the first whose condition holds for a row acts on it
 */
public record Merge(
        QualifiedName target,
        Optional<String> alias,
        ExpressionText source,
        ExpressionText condition,
        List<Clause> clauses,
        SourcePosition position) implements Statement {
    public Merge {
        clauses = List.copyOf(clauses);
    }

    /** One WHEN. */
    public sealed interface Clause {
        Optional<ExpressionText> condition();
    }

    /** WHEN MATCHED THEN UPDATE SET …. */
    public record MatchedUpdate(Optional<ExpressionText> condition, List<Assignment> assignments) implements Clause {
        public MatchedUpdate {
            assignments = List.copyOf(assignments);
        }
    }

    /** WHEN MATCHED THEN DELETE. */
    public record MatchedDelete(Optional<ExpressionText> condition) implements Clause {}

    /** WHEN MATCHED THEN DO NOTHING. */
    public record MatchedNothing(Optional<ExpressionText> condition) implements Clause {}

    /** WHEN NOT MATCHED THEN INSERT (columns) VALUES (values); no columns means all. */
    public record NotMatchedInsert(Optional<ExpressionText> condition, List<String> columns,
            List<ExpressionText> values) implements Clause {
        public NotMatchedInsert {
            columns = List.copyOf(columns);
            values = List.copyOf(values);
        }
    }

    /** WHEN NOT MATCHED THEN DO NOTHING. */
    public record NotMatchedNothing(Optional<ExpressionText> condition) implements Clause {}
}
