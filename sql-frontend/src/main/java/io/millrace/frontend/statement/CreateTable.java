package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Map;

/**
 * CREATE TABLE with columns.
 *
 * @param primaryKey names of its columns, from the column's or the table's constraint
 * @param partitioning transforms in SQL's words: {@code day(ts)}, {@code bucket(16, id)}, {@code region}
 */
public record CreateTable(
        QualifiedName name,
        boolean ifNotExists,
        List<ColumnDefinition> columns,
        List<String> primaryKey,
        List<String> partitioning,
        Map<String, String> options,
        SourcePosition position) implements Statement {
    public CreateTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        partitioning = List.copyOf(partitioning);
        options = Map.copyOf(options);
    }
}
