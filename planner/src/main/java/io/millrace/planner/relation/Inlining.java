package io.millrace.planner.relation;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * How large expressions become when what a projection computes is put in the place of its columns. Projections over projections that read a column twice
 * double at each level, so that a few dozen levels would fill any memory.
 */
public final class Inlining {
    /** Nodes up to which an expression may grow. */
    private static final double NODES_MOST = 500;

    private Inlining() {}

    /** Nodes of an expression in which column i has become one of {@code sizes(i)} nodes. */
    public static double size(RexNode expression, IntToDoubleFunction sizes) {
        if (expression instanceof RexInputRef ref) {
            return sizes.applyAsDouble(ref.getIndex());
        }
        double size = 1;
        if (expression instanceof RexCall call) {
            for (RexNode operand : call.getOperands()) {
                size += size(operand, sizes);
            }
        }
        return size;
    }

    /** Whether each expression stays small, or is no larger than before, when column i becomes one of {@code sizes(i)} nodes. */
    public static boolean fits(List<RexNode> expressions, IntToDoubleFunction sizes) {
        return expressions.stream().allMatch(expression -> {
            double after = size(expression, sizes);
            return after <= NODES_MOST || after <= expression.nodeCount();
        });
    }

    /** Whether expressions stay small when columns are replaced by what {@code below} computes for them. */
    public static boolean fits(List<RexNode> expressions, List<? extends RexNode> below) {
        return fits(expressions, column -> below.get(column).nodeCount());
    }
}
