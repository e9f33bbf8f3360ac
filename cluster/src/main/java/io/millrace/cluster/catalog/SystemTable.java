package io.millrace.cluster.catalog;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A table whose rows are computed when it is read: information_schema and sys. Rows as {@link io.millrace.common.batch.Values}. */
public record SystemTable(ObjectName name, Schema schema, Supplier<List<List<Object>>> rows) {
    /** How the catalog shows it. */
    CatalogObject.Table descriptor() {
        return new CatalogObject.Table(
                "system:" + name, name, schema, List.of(), List.of(), Map.of(),
                Optional.of(new CatalogObject.External(List.of(), "system", true)), Map.of());
    }
}
