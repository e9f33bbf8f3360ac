package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;

/** Values → {@link ValuesSource}. */
public final class ValuesLowering {
    private ValuesLowering() {}

    public static Draft lower(PlanNode.Values values, Lowering lowering) {
        return lowering.from(new ValuesSource(values));
    }
}
