package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.scan.ColumnReferences;
import io.millrace.exec.window.RankBound;
import java.util.BitSet;

/** Filter → {@link FilterOperator}. */
public final class FilterLowering {
    private FilterLowering() {}

    public static Draft lower(PlanNode.Filter filter, BitSet required, Lowering lowering) {
        Expressions.condition(filter.condition(), lowering.context().evaluation(lowering.context().allocator(), 0)).close();
        if (filter.input() instanceof PlanNode.Window window) {
            long ranks = RankBound.of(window, filter.condition());
            if (ranks > 0) {
                lowering.wantRanks(window, ranks);
            }
        }
        BitSet needed = (BitSet) required.clone();
        needed.or(ColumnReferences.of(filter.condition()));
        return lowering.then(lowering.lower(filter.input(), needed), lane -> new FilterOperator(filter.condition(), lane));
    }
}
