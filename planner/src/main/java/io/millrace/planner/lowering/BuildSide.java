package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.planner.physical.Exprs;

/**
 * Semi and anti joins over a large set of partners: the rows that come out are put on the build side, and the large side runs past them and marks.
 *
 * <pre>
 * LeftSemi(small, large)  →  RightSemi(large, small)
 * LeftAnti(small, large)  →  RightAnti(large, small)
 * </pre>
 */
final class BuildSide {
    private BuildSide() {}

    /** The same join with its sides exchanged; joins of other kinds, and those without keys, as they are. */
    static PlanNode buildLeft(PlanNode.Join join) {
        if (join.leftKeys().isEmpty()) {
            return join;
        }
        return switch (join.kind()) {
            case LEFT_SEMI -> exchanged(join, JoinKind.RIGHT_SEMI);
            case LEFT_ANTI -> exchanged(join, JoinKind.RIGHT_ANTI);
            case INNER, LEFT, RIGHT, FULL, LEFT_ANTI_NULL_AWARE, LEFT_MARK, RIGHT_SEMI, RIGHT_ANTI -> join;
        };
    }

    private static PlanNode exchanged(PlanNode.Join join, JoinKind kind) {
        int left = join.left().schema().size();
        int right = join.right().schema().size();
        Expr residual = join.residual() == null ? null : Exprs.mapColumns(join.residual(), c -> c < left ? c + right : c - left);
        return new PlanNode.Join(join.right(), join.left(), kind, join.rightKeys(), join.leftKeys(), join.nullSafe(), residual);
    }
}
