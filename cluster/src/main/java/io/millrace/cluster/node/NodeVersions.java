package io.millrace.cluster.node;

import io.millrace.cluster.catalog.CatalogSnapshot;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions as this node's storage knows them now. */
record NodeVersions(MillraceNode node) implements CatalogSnapshot.Versions {
    @Override
    public ScanTarget.ManagedTable current(CatalogObject.Table table) {
        return node.tables().pin(table);
    }

    @Override
    public ScanTarget.ManagedTable asOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros) {
        return node.tables().asOf(table, snapshotId, epochMicros);
    }

    @Override
    public ScanTarget.Stream current(CatalogObject.Stream stream) {
        return node.streams().pin(stream.id());
    }

    @Override
    public Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        return node.files().inferSchema(paths, format, options);
    }
}
