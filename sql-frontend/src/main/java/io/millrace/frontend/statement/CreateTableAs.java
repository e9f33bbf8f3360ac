package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Map;

/**
 * CREATE TABLE … AS query.
 *
 * @param columnNames empty if the query names them
 */
public record CreateTableAs(
        QualifiedName name,
        boolean ifNotExists,
        List<String> columnNames,
        List<String> primaryKey,
        List<String> partitioning,
        Map<String, String> options,
        QueryText query,
        boolean withData,
        SourcePosition position) implements Statement {
    public CreateTableAs {
        columnNames = List.copyOf(columnNames);
        primaryKey = List.copyOf(primaryKey);
        partitioning = List.copyOf(partitioning);
        options = Map.copyOf(options);
    }
}
