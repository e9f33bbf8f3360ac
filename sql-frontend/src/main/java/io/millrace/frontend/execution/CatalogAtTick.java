package io.millrace.frontend.execution;

import io.millrace.common.catalog.CatalogLayer;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.plan.ScanTarget;
import java.util.Map;

/** A catalog in which some objects are read at versions of another time; {@code targets} by object id. */
public record CatalogAtTick(CatalogView catalog, Map<String, ScanTarget> targets) implements CatalogLayer {
    @Override
    public ScanTarget pin(CatalogObject object) {
        ScanTarget target = targets.get(object.id());
        return target == null ? catalog.pin(object) : target;
    }
}
