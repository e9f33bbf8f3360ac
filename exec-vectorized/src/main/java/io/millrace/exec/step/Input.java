package io.millrace.exec.step;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import java.util.List;

/**
 * A leaf of a dataflow that the caller feeds. A table that is scanned twice is two inputs.
 *
 * @param index where in {@link StepInput#events} its events go
 * @param leaf the {@link PlanNode.Scan} (its {@code target} says what to feed) or {@link PlanNode.RemoteSource}
 * @param schema of the batches to feed
 * @param columns of a scan, which columns of the scanned object these are: {@code Scan.columns}, then, if not among them, the key's of a keyed stream and the event-time column; of a
 *     remote source empty
 * @param facts as the options gave them
 */
public record Input(int index, PlanNode leaf, Schema schema, List<Integer> columns, InputFacts facts) {
    public Input {
        columns = List.copyOf(columns);
    }

    /** As users know it. */
    public String name() {
        return leaf instanceof PlanNode.Scan scan ? scan.name() : "fragment " + ((PlanNode.RemoteSource) leaf).fragmentId();
    }
}
