package io.millrace.cluster.node;

import io.millrace.cluster.metadata.MetadataState;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.log.TickLog;
import io.millrace.storage.stream.FileProgress;
import io.millrace.storage.table.TableStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a crash between storage and the catalog leaves: files that no object names, of a creation that was not recorded yet or a drop that was. Looked
 * for once, at start, when the catalog is known and nothing is created yet.
 */
final class LeftBehind {
    private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

    private LeftBehind() {}

    static void delete(MetadataState catalog, TableStore tables, LogStore logs) {
        Set<String> tableIds = new HashSet<>();
        Set<String> owners = new HashSet<>();
        owners.add(TickLog.ID);
        for (CatalogObject object : catalog.objects()) {
            switch (object) {
                case CatalogObject.Table table -> {
                    tableIds.add(table.id());
                    owners.add(table.id());
                }
                case CatalogObject.Stream stream -> owners.add(stream.id());
                case CatalogObject.MaterializedView view -> owners.add(view.id());
                case CatalogObject.Sink sink -> owners.add(sink.id());
                case CatalogObject.View ignored -> {}
            }
        }
        tables.retain(tableIds);
        List<String> unowned = logs.dropUnowned(id -> owners.contains(owner(id)));
        if (!unowned.isEmpty()) {
            LOG.info("deleted logs of streams that are not in the catalog, left by a creation or drop that was cut short: {}",
                    String.join(", ", unowned));
        }
    }

    private static String owner(String logId) {
        return NodeSideTables.viewOf(logId).or(() -> FileProgress.streamOf(logId)).orElse(logId);
    }
}
