package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.pipeline.Pipeline;
import java.util.BitSet;

/** SingleRow → {@link SingleRowSink}, which is its own source afterwards. */
public final class SingleRowLowering {
    private SingleRowLowering() {}

    public static Draft lower(PlanNode.SingleRow node, BitSet required, Lowering lowering) {
        SingleRowSink sink = new SingleRowSink(node.schema(), lowering.context());
        Pipeline pipeline = lowering.end(lowering.lower(node.input(), required), sink);
        return lowering.from(sink.source()).after(pipeline);
    }
}
