package io.millrace.cluster.sink;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.connector.SinkDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which of a sink's options are the engine's, and which its connector's. */
public final class SinkOptions {
    /** What of a guarantee was asked for; connectors read it too. */
    public static final String GUARANTEE = "guarantee";

    private static final Set<String> OF_ENGINE = Set.of(
            CatalogObject.Sink.CONNECTOR_OPTION, "session.time_zone", "retention", "ttl", "late_rows.table", "error_rows.table", "tasks",
            "state_backend");

    private SinkOptions() {}

    public static boolean isOfEngine(String option) {
        return OF_ENGINE.contains(option);
    }

    /** What the connector is told of a sink whose query is run as this view. */
    public static SinkDefinition definition(CatalogObject.MaterializedView view, boolean appendOnly) {
        Map<String, String> options = new HashMap<>(view.options());
        options.keySet().removeAll(OF_ENGINE);
        return new SinkDefinition(view.id(), view.name().toString(), view.schema(), options, appendOnly);
    }
}
