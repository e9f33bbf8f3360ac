package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * INSERT INTO or INSERT OVERWRITE.
 *
 * @param columns empty if all are meant, in their order
 */
public record Insert(
        QualifiedName target,
        List<String> columns,
        QueryText source,
        boolean overwrite,
        Optional<OnConflict> onConflict,
        SourcePosition position) implements Statement {
    public Insert {
        columns = List.copyOf(columns);
    }

    /** ON CONFLICT (columns) DO NOTHING, where {@code assignments} is empty, or DO UPDATE SET; {@code excluded} names the new row. */
    public record OnConflict(List<String> columns, List<Assignment> assignments, Optional<ExpressionText> where) {
        public OnConflict {
            columns = List.copyOf(columns);
            assignments = List.copyOf(assignments);
        }
    }
}
