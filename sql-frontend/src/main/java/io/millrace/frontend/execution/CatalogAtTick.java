package io.millrace.frontend.execution;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog in which some objects are read at versions of another time; {@code targets} by object id. */
public record CatalogAtTick(CatalogView catalog, Map<String, ScanTarget> targets) implements CatalogView {
    @Override
    public List<String> schemas() {
        return catalog.schemas();
    }

    @Override
    public Optional<CatalogObject> find(ObjectName name) {
        return catalog.find(name);
    }

    @Override
    public List<CatalogObject> objects(String schema) {
        return catalog.objects(schema);
    }

    @Override
    public ScanTarget pin(CatalogObject object) {
        ScanTarget target = targets.get(object.id());
        return target == null ? catalog.pin(object) : target;
    }

    @Override
    public ScanTarget pinAsOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros) {
        return catalog.pinAsOf(table, snapshotId, epochMicros);
    }

    @Override
    public TableStatistics statistics(ScanTarget target) {
        return catalog.statistics(target);
    }

    @Override
    public Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        return catalog.inferSchema(paths, format, options);
    }
}
