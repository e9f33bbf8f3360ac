package io.millrace.frontend.statement;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CREATE SINK … INTO connector.
 *
 * @param lateRows of LATE ROWS INTO
 * @param errorRows of ON ERROR SKIP INTO
 */
public record CreateSink(
        QualifiedName name,
        boolean ifNotExists,
        String connector,
        Map<String, String> options,
        QueryText query,
        CatalogObject.Emit emit,
        Optional<QualifiedName> lateRows,
        Optional<QualifiedName> errorRows,
        SourcePosition position) implements Statement {
    public CreateSink {
        options = Map.copyOf(options);
    }

    /** As if its query were a view. */
    public CreateMaterializedView asView() {
        return new CreateMaterializedView(
                name, ifNotExists, List.of(), new CatalogObject.Freshness.Continuous(), options, query, emit, lateRows, errorRows,
                position);
    }
}
