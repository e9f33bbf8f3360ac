package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE STREAM. */
public record CreateStream(
        QualifiedName name,
        boolean ifNotExists,
        List<ColumnDefinition> columns,
        List<String> primaryKey,
        Optional<WatermarkDefinition> watermark,
        Map<String, String> options,
        SourcePosition position) implements Statement {
    public CreateStream {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        options = Map.copyOf(options);
    }
}
