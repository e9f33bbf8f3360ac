package io.millrace.cluster.view;

import io.millrace.common.catalog.CatalogObject;
import java.util.List;
import java.util.Map;

/**
 * A savepoint: a view as it was at a tick, kept until it is dropped.
 *
 * @param definition of the view at that time
 * @param tickMicros the time of the tick, epoch micros
 * @param ends how far the view had read, by the id of the log, a number a partition
 */
public record SavepointInfo(
        String name, CatalogObject.MaterializedView definition, long tick, long tickMicros, Map<String, List<Long>> ends) {
    public SavepointInfo {
        ends = Map.copyOf(ends);
    }

    /** As it is on disk, state included. */
    public record Stored(SavepointInfo info, long bytes, long writtenMicros) {}
}
