package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/** What the lowering of one kind of node asks for: its inputs and expressions, lowered. */
interface NodeLowering {
    PlanNode lower(RelNode node);

    Expr expression(RexNode expression);

    LoweringContext context();

    /** How many rows a node may give. */
    double rows(RelNode node);
}
