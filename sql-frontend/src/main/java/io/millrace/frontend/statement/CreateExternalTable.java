package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Map;

/** CREATE EXTERNAL TABLE over files as they are; no columns means that they are inferred. */
public record CreateExternalTable(
        QualifiedName name,
        boolean ifNotExists,
        List<ColumnDefinition> columns,
        List<String> partitioning,
        Map<String, String> options,
        SourcePosition position) implements Statement {
    public CreateExternalTable {
        columns = List.copyOf(columns);
        partitioning = List.copyOf(partitioning);
        options = Map.copyOf(options);
    }
}
