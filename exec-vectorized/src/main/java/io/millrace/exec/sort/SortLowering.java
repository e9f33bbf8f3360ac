package io.millrace.exec.sort;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.pipeline.Pipeline;
import java.util.BitSet;

/** Sort → a limit without keys, else {@link SortSink} (which keeps the first rows alone where there is a fetch) and {@link SortedSource}. */
public final class SortLowering {
    private SortLowering() {}

    public static Draft lower(PlanNode.Sort sort, BitSet required, Lowering lowering) {
        if (sort.keys().isEmpty()) {
            Draft input = lowering.lower(sort.input(), required);
            return lowering.then(input, new LimitOperator.Definition(sort.offset(), sort.fetch()));
        }
        BitSet needed = (BitSet) required.clone();
        sort.keys().forEach(k -> needed.set(k.column()));
        return sorted(lowering.lower(sort.input(), needed), sort, lowering);
    }

    /** The rows of {@code input}, whatever it is, ordered as {@code sort} says. */
    public static Draft sorted(Draft input, PlanNode.Sort sort, Lowering lowering) {
        SortSink sink = new SortSink(sort, lowering.context(), lowering.cancellation(), lowering.counters());
        Pipeline pipeline = lowering.end(input, sink);
        return lowering.from(new SortedSource(sink, lowering.context())).after(pipeline);
    }
}
