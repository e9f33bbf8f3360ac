package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import io.millrace.planner.physical.Exprs;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.relation.SubqueryJoin;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexNode;

/** Joins: conjuncts that compare a left with a right value for equality become keys, computed below where they are not columns; the rest is the residual. */
final class JoinLowering {
    /** A semi or anti join builds its left side if the right one is estimated at so many times as many rows. */
    private static final double MUCH_LARGER = 1.5;

    private final InputColumns left;
    private final InputColumns right;
    private final int leftWidth;
    private final int rightWidth;
    private final List<Integer> leftKeys = new ArrayList<>();
    private final List<Integer> rightKeys = new ArrayList<>();
    private final List<Boolean> nullSafe = new ArrayList<>();
    private final List<Expr> residual = new ArrayList<>();

    private JoinLowering(PlanNode left, PlanNode right) {
        this.left = new InputColumns(left);
        this.right = new InputColumns(right);
        this.leftWidth = left.schema().size();
        this.rightWidth = right.schema().size();
    }

    static PlanNode lower(Join join, NodeLowering lowering) {
        PlanNode.JoinKind kind =
                switch (join.getJoinType()) {
                    case INNER -> PlanNode.JoinKind.INNER;
                    case LEFT -> PlanNode.JoinKind.LEFT;
                    case RIGHT -> PlanNode.JoinKind.RIGHT;
                    case FULL -> PlanNode.JoinKind.FULL;
                    case SEMI -> PlanNode.JoinKind.LEFT_SEMI;
                    case ANTI -> PlanNode.JoinKind.LEFT_ANTI;
                    case ASOF, LEFT_ASOF -> throw Refusals.unsupported("ASOF JOIN");
                };
        return lower(join.getLeft(), join.getRight(), kind, join.getCondition(), lowering);
    }

    static PlanNode lower(SubqueryJoin join, NodeLowering lowering) {
        if (!join.variables().isEmpty()) {
            throw Refusals.unsupported("this form of correlated subquery");
        }
        PlanNode.JoinKind kind =
                switch (join.kind()) {
                    case INNER -> PlanNode.JoinKind.INNER;
                    case LEFT -> PlanNode.JoinKind.LEFT;
                    case SEMI -> PlanNode.JoinKind.LEFT_SEMI;
                    case ANTI -> PlanNode.JoinKind.LEFT_ANTI;
                    case NULL_AWARE_ANTI -> PlanNode.JoinKind.LEFT_ANTI_NULL_AWARE;
                    case MARK -> PlanNode.JoinKind.LEFT_MARK;
                };
        return lower(join.getLeft(), join.getRight(), kind, join.condition(), lowering);
    }

    private static PlanNode lower(RelNode left, RelNode right, PlanNode.JoinKind kind, RexNode condition, NodeLowering lowering) {
        JoinLowering join = new JoinLowering(lowering.lower(left), lowering.lower(right));
        for (Expr part : Exprs.conjuncts(lowering.expression(condition))) {
            join.add(part);
        }
        PlanNode node = join.finish(kind);
        boolean choose = lowering.context().optimize() && !lowering.context().continuous();
        boolean leftSmaller = choose && lowering.rows(right) > MUCH_LARGER * lowering.rows(left);
        return leftSmaller && node instanceof PlanNode.Join made ? BuildSide.buildLeft(made) : node;
    }

    private void add(Expr part) {
        Expr.Call equality = Exprs.equality(part);
        if (equality != null) {
            Expr a = equality.arguments().get(0);
            Expr b = equality.arguments().get(1);
            if (isLeft(b) && isRight(a)) {
                Expr swap = a;
                a = b;
                b = swap;
            }
            if (isLeft(a) && isRight(b) && hashable(a.type())) {
                leftKeys.add(left.column(a));
                rightKeys.add(right.column(Exprs.shift(b, -leftWidth)));
                nullSafe.add(equality.function() == Function.IS_NOT_DISTINCT_FROM);
                return;
            }
        }
        residual.add(part);
    }

    private static boolean hashable(SqlType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW, NULL -> false;
            default -> true;
        };
    }

    private boolean isLeft(Expr expr) {
        BitSet columns = Exprs.columns(expr);
        return columns.length() <= leftWidth && Exprs.isDeterministic(expr);
    }

    private boolean isRight(Expr expr) {
        BitSet columns = Exprs.columns(expr);
        return columns.nextSetBit(0) < 0 || columns.nextSetBit(0) >= leftWidth;
    }

    private PlanNode finish(PlanNode.JoinKind kind) {
        int added = left.width() - leftWidth;
        List<Expr> moved = residual.stream()
                .map(r -> Exprs.mapColumns(r, c -> c < leftWidth ? c : c + added))
                .toList();
        if (kind == PlanNode.JoinKind.LEFT_ANTI_NULL_AWARE && (leftKeys.size() != 1 || !moved.isEmpty())) {
            throw Refusals.unsupported("NOT IN with a condition of this form");
        }
        PlanNode node = new PlanNode.Join(
                left.node(), right.node(), kind, leftKeys, rightKeys, nullSafe, moved.isEmpty() ? null : Exprs.and(moved));
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < leftWidth; i++) {
            out.add(i);
        }
        int rightOut =
                switch (kind) {
                    case INNER, LEFT, RIGHT, FULL -> rightWidth;
                    case LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, RIGHT_SEMI, RIGHT_ANTI -> 0;
                    case LEFT_MARK -> 1;
                };
        for (int i = 0; i < rightOut; i++) {
            out.add(left.width() + i);
        }
        return out.size() == node.schema().size() ? node : Conformity.columns(node, out);
    }
}
