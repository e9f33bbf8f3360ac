package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.pipeline.Pipeline;
import java.util.function.Supplier;

/** A subplan that the plan holds several times → {@link SharedRows} once, and a source over them for each place. */
public final class SharedLowering {
    private SharedLowering() {}

    /** {@code whole} lowers the node itself, with all its columns. */
    public static Draft lower(PlanNode node, Lowering lowering, Supplier<Draft> whole) {
        return lowering.shared(node, () -> {
            SharedRows rows = new SharedRows(node.schema(), lowering.context());
            Pipeline pipeline = lowering.end(whole.get(), rows);
            return new Lowering.Computed(pipeline, rows::open);
        });
    }
}
