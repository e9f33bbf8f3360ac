package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.scan.ColumnReferences;
import java.util.BitSet;

/** Project → {@link ProjectOperator}. Expressions that nobody reads are not evaluated. */
public final class ProjectLowering {
    private ProjectLowering() {}

    public static Draft lower(PlanNode.Project project, BitSet required, Lowering lowering) {
        BitSet needed = new BitSet();
        required.stream().forEach(i -> {
            Expressions.evaluator(project.expressions().get(i), lowering.context().evaluation(lowering.context().allocator(), 0)).close();
            needed.or(ColumnReferences.of(project.expressions().get(i)));
        });
        return lowering.then(lowering.lower(project.input(), needed), lane -> new ProjectOperator(project, required, lane));
    }
}
