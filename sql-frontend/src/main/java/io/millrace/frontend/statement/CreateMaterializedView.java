package io.millrace.frontend.statement;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CREATE MATERIALIZED VIEW.
 *
 * @param lateRows of LATE ROWS INTO
 * @param errorRows of ON ERROR SKIP INTO
 */
public record CreateMaterializedView(
        QualifiedName name,
        boolean ifNotExists,
        List<String> columnNames,
        CatalogObject.Freshness freshness,
        Map<String, String> options,
        QueryText query,
        CatalogObject.Emit emit,
        Optional<QualifiedName> lateRows,
        Optional<QualifiedName> errorRows,
        SourcePosition position) implements Statement {
    public CreateMaterializedView {
        columnNames = List.copyOf(columnNames);
        options = Map.copyOf(options);
    }
}
