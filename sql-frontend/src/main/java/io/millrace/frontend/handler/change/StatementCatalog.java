package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogLayer;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.plan.ScanTarget;
import java.util.Optional;

/**
 * The catalog as a changing statement sees it: its target is read at the version that its lock holds, and rows that come from a plan of their own have
 * a name.
 *
 * @param rows the named rows; null if there are none
 */
record StatementCatalog(CatalogView catalog, String targetId, ScanTarget target, CatalogObject.Table rows) implements CatalogLayer {
    /** What a plan reads where {@link #rows} are to be put. */
    static final ScanTarget ROWS = new ScanTarget.System("$rows");

    @Override
    public Optional<CatalogObject> find(ObjectName name) {
        return rows != null && rows.name().equals(name) ? Optional.of(rows) : catalog.find(name);
    }

    @Override
    public ScanTarget pin(CatalogObject object) {
        if (object.id().equals(targetId)) {
            return target;
        }
        return rows != null && object.id().equals(rows.id()) ? ROWS : catalog.pin(object);
    }

    @Override
    public TableStatistics statistics(ScanTarget scanned) {
        return scanned.equals(ROWS) ? TableStatistics.UNKNOWN : catalog.statistics(scanned);
    }
}
