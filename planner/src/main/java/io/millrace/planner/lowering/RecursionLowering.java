package io.millrace.planner.lowering;

import io.millrace.common.plan.PlanNode;
import io.millrace.planner.type.Types;
import java.util.List;
import org.apache.calcite.rel.core.RepeatUnion;

/** WITH RECURSIVE. */
final class RecursionLowering {
    private RecursionLowering() {}

    static PlanNode lower(RepeatUnion recursion, NodeLowering lowering) {
        List<String> name = recursion.getTransientTable().getQualifiedName();
        var schema = Types.schema(recursion.getRowType());
        PlanNode seed = Conformity.conform(lowering.lower(recursion.getSeedRel()), schema);
        PlanNode step = Conformity.conform(lowering.lower(recursion.getIterativeRel()), schema);
        return new PlanNode.Recursion(seed, step, name.get(name.size() - 1), recursion.all);
    }
}
