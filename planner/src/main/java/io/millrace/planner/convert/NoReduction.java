package io.millrace.planner.convert;

import java.util.List;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;

/** Leaves constant expressions alone: Calcite would compute them by code that it compiles, with its own semantics of casts and arithmetic. */
final class NoReduction implements RexExecutor {
    private static final HepProgram NO_RULES = HepProgram.builder().build();

    /** A planner without rules, which exists because every relational tree must belong to one. */
    static RelOptPlanner planner() {
        RelOptPlanner planner = new HepPlanner(NO_RULES);
        planner.setExecutor(new NoReduction());
        return planner;
    }

    @Override
    public void reduce(RexBuilder builder, List<RexNode> constants, List<RexNode> reduced) {
        reduced.addAll(constants);
    }
}
