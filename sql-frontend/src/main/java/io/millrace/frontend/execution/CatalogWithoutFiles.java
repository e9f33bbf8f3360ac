package io.millrace.frontend.execution;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog for those who may not read the server's files as they are; external tables are objects with grants like others. */
record CatalogWithoutFiles(CatalogView catalog) implements CatalogView {
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
        return catalog.pin(object);
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
        throw new MillraceException(ErrorCode.PERMISSION_DENIED, "only users with role admin may read files of the server")
                .withHint("an external table can be granted to others");
    }
}
