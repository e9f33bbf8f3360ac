package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CREATE TABLE with columns.
 *
 * @param primaryKey names of its columns, from the column's or the table's constraint
 * @param checks conditions by the names of their constraints
 * @param partitioning transforms in SQL's words: {@code day(ts)}, {@code bucket(16, id)}, {@code region}
 */
public record CreateTable(
        QualifiedName name,
        boolean ifNotExists,
        List<ColumnDefinition> columns,
        List<String> primaryKey,
        Map<String, ExpressionText> checks,
        List<String> partitioning,
        Map<String, String> options,
        SourcePosition position) implements Statement {
    public CreateTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
        partitioning = List.copyOf(partitioning);
        options = Map.copyOf(options);
    }
}
