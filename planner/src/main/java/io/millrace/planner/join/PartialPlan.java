package io.millrace.planner.join;

import io.millrace.planner.relation.Conditions;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * Some leaves of a region, joined.
 *
 * @param node that does it
 * @param at where each column of the region is in the node, -1 where it is not
 */
record PartialPlan(RelNode node, int[] at) {
    /** An expression over the region's numbering as one over the node's columns ({@code over} is the node, or one with the same columns). */
    RexNode localize(RexNode expression, RelNode over) {
        return Conditions.replaceColumns(expression, column -> Conditions.column(over, at[column]));
    }
}
