package io.millrace.common.catalog;

import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog that is another one but for what it overrides. */
public interface CatalogLayer extends CatalogView {
    /** The one below. */
    CatalogView catalog();

    @Override
    default List<String> schemas() {
        return catalog().schemas();
    }

    @Override
    default Optional<CatalogObject> find(ObjectName name) {
        return catalog().find(name);
    }

    @Override
    default List<CatalogObject> objects(String schema) {
        return catalog().objects(schema);
    }

    @Override
    default Optional<UserFunction> function(ObjectName name) {
        return catalog().function(name);
    }

    @Override
    default ScanTarget pin(CatalogObject object) {
        return catalog().pin(object);
    }

    @Override
    default ScanTarget pinAsOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros) {
        return catalog().pinAsOf(table, snapshotId, epochMicros);
    }

    @Override
    default TableStatistics statistics(ScanTarget target) {
        return catalog().statistics(target);
    }

    @Override
    default Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        return catalog().inferSchema(paths, format, options);
    }
}
