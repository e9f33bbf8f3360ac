package io.millrace.common.catalog;

import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog as one statement sees it: one version from beginning to end. What the planner knows of the world. */
public interface CatalogView {
    List<String> schemas();

    Optional<CatalogObject> find(ObjectName name);

    List<CatalogObject> objects(String schema);

    /** A function that a user made. */
    default Optional<UserFunction> function(ObjectName name) {
        return Optional.empty();
    }

    /** What a plan reads for this object, pinned to the version this statement sees. Not for {@link CatalogObject.View}. */
    ScanTarget pin(CatalogObject object);

    /** As {@link #pin} at a snapshot id ({@code FOR SYSTEM_VERSION AS OF}) or time (micros, {@code FOR SYSTEM_TIME AS OF}); exactly one is present. */
    ScanTarget pinAsOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros);

    TableStatistics statistics(ScanTarget target);

    /** Schema of files as they are, inferred (read_parquet and so on); options as the user wrote them. */
    Schema inferSchema(List<String> paths, String format, Map<String, String> options);
}
