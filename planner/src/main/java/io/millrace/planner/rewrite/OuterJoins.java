package io.millrace.planner.rewrite;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Inlining;
import io.millrace.planner.relation.Rebuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Outer joins whose padded rows a condition above throws away become inner ones, and right joins become left ones:
 *
 * <pre>
 * Filter[r.x = 1](Join[LEFT](l, r))    becomes  Filter[r.x = 1](Join[INNER](l, r))
 * Join[RIGHT](l, r)                    becomes  Project[l.*, r.*](Join[LEFT](r, l))
 * </pre>
 */
final class OuterJoins {
    private OuterJoins() {}

    static RelNode apply(RelNode root) {
        return simplify(root, List.of());
    }

    /** {@code conditions}: over the node's columns, true for every row that matters. */
    private static RelNode simplify(RelNode node, List<RexNode> conditions) {
        return switch (node) {
            case Filter filter -> {
                List<RexNode> all = new ArrayList<>(conditions);
                all.addAll(Conditions.conjuncts(filter.getCondition()));
                yield Rebuild.withInputs(filter, List.of(simplify(filter.getInput(), all)));
            }
            case Project project when Conditions.isMovable(project.getProjects()) -> {
                List<RexNode> below =
                        conditions.stream().filter(c -> Inlining.fits(List.of(c), project.getProjects()))
                                .map(c -> Conditions.replaceColumns(c, project.getProjects())).toList();
                yield Rebuild.withInputs(project, List.of(simplify(project.getInput(), below)));
            }
            case Join join -> join(join, conditions);
            default -> Rebuild.mapInputs(node, input -> simplify(input, List.of()));
        };
    }

    private static RelNode join(Join join, List<RexNode> conditions) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int width = leftWidth + join.getRight().getRowType().getFieldCount();
        JoinRelType type = join.getJoinType();
        if (type.generatesNullsOnRight() && rejects(conditions, ImmutableBitSet.range(leftWidth, width))) {
            type = type.cancelNullsOnRight();
        }
        if (type.generatesNullsOnLeft() && rejects(conditions, ImmutableBitSet.range(0, leftWidth))) {
            type = type.cancelNullsOnLeft();
        }
        List<RexNode> own = Conditions.conjuncts(join.getCondition());
        List<RexNode> left = new ArrayList<>();
        List<RexNode> right = new ArrayList<>();
        switch (type) {
            case INNER -> {
                List<RexNode> all = new ArrayList<>(conditions);
                all.addAll(own);
                split(all, leftWidth, left, right);
            }
            case LEFT -> {
                split(conditions, leftWidth, left, new ArrayList<>());
                split(own, leftWidth, new ArrayList<>(), right);
            }
            case RIGHT -> {
                split(conditions, leftWidth, new ArrayList<>(), right);
                split(own, leftWidth, left, new ArrayList<>());
            }
            case SEMI -> {
                split(conditions, leftWidth, left, new ArrayList<>());
                split(own, leftWidth, left, right);
            }
            case ANTI -> {
                split(conditions, leftWidth, left, new ArrayList<>());
                split(own, leftWidth, new ArrayList<>(), right);
            }
            case FULL, ASOF, LEFT_ASOF -> {}
        }
        RelNode newLeft = simplify(join.getLeft(), left);
        RelNode newRight = simplify(join.getRight(), right);
        if (type == JoinRelType.RIGHT) {
            return swapped(join, newLeft, newRight);
        }
        RexNode condition = Rebuild.overBoth(join.getCondition(), newLeft, newRight);
        return LogicalJoin.create(newLeft, newRight, join.getHints(), condition, Set.of(), type);
    }

    private static boolean rejects(List<RexNode> conditions, ImmutableBitSet nulls) {
        return conditions.stream().anyMatch(c -> Strong.isNotTrue(c, nulls));
    }

    /** A condition counts for a side too if it is not true as soon as that side's columns are NULL, whatever the other side is. */
    private static void split(List<RexNode> conditions, int leftWidth, List<RexNode> left, List<RexNode> right) {
        for (RexNode condition : conditions) {
            ImmutableBitSet columns = Conditions.columns(condition);
            if (columns.length() <= leftWidth) {
                left.add(condition);
            } else if (columns.nextSetBit(0) >= leftWidth) {
                right.add(Conditions.shift(condition, -leftWidth));
            }
        }
    }

    private static RelNode swapped(Join join, RelNode left, RelNode right) {
        int leftWidth = left.getRowType().getFieldCount();
        int rightWidth = right.getRowType().getFieldCount();
        RexNode condition = Conditions.replaceColumns(join.getCondition(), i -> i < leftWidth
                ? Conditions.shift(Conditions.column(left, i), rightWidth)
                : Conditions.column(right, i - leftWidth));
        RelNode flipped = LogicalJoin.create(right, left, join.getHints(), condition, Set.of(), JoinRelType.LEFT);
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < leftWidth; i++) {
            columns.add(Conditions.column(flipped, rightWidth + i));
        }
        for (int i = 0; i < rightWidth; i++) {
            columns.add(Conditions.column(flipped, i));
        }
        return LogicalProject.create(flipped, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
    }
}
