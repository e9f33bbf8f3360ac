package io.millrace.planner.join;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.SubqueryJoin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Makes relational nodes of a join order: each condition goes to the first join that has all its columns. */
final class JoinPlanBuilder {
    /** A left join builds its left side if that has fewer rows than this share of the right side's. */
    private static final double BUILD_LEFT_BELOW = 0.5;

    private final JoinProblem problem;

    JoinPlanBuilder(JoinProblem problem) {
        this.problem = problem;
    }

    PartialPlan leaf(int leaf) {
        int[] at = new int[problem.region.columns()];
        Arrays.fill(at, -1);
        int offset = problem.region.leaves.get(leaf).offset();
        for (int i = 0; i < problem.region.leaves.get(leaf).width(); i++) {
            at[offset + i] = i;
        }
        return withinClasses(new PartialPlan(problem.leaves.get(leaf), at), leaf);
    }

    /** Columns of one leaf that are equal to each other are compared right there. */
    private PartialPlan withinClasses(PartialPlan plan, int leaf) {
        List<RexNode> conditions = new ArrayList<>();
        for (TreeSet<Integer> equal : problem.classes.all()) {
            List<Integer> own = equal.stream().filter(c -> problem.region.leafOf(c) == leaf).toList();
            for (int i = 1; i < own.size(); i++) {
                conditions.add(problem.builder.makeCall(SqlStdOperatorTable.EQUALS,
                        Conditions.column(plan.node(), plan.at()[own.get(i - 1)]), Conditions.column(plan.node(), plan.at()[own.get(i)])));
            }
        }
        return filtered(plan, conditions);
    }

    private PartialPlan filtered(PartialPlan plan, List<RexNode> conditions) {
        return conditions.isEmpty()
                ? plan
                : new PartialPlan(LogicalFilter.create(plan.node(), Conditions.and(problem.builder, conditions)), plan.at());
    }

    /** The plan under those conditions of the region that have all their leaves in {@code leaves}. */
    PartialPlan conditionsOf(PartialPlan plan, long leaves) {
        List<RexNode> conditions = new ArrayList<>();
        for (int i = 0; i < problem.conditions.size(); i++) {
            if ((problem.conditionLeaves[i] & ~leaves) == 0) {
                conditions.add(plan.localize(problem.conditions.get(i), plan.node()));
            }
        }
        return filtered(plan, conditions);
    }

    PartialPlan build(JoinTree tree) {
        if (tree.isLeaf()) {
            return leaf(tree.leaf());
        }
        PartialPlan left = build(tree.left());
        PartialPlan right = build(tree.right());
        boolean hangs = tree.right().isLeaf() && problem.hangs(tree.right().leaf());
        return hangs ? hanging(tree, left, right) : inner(tree, left, right);
    }

    private PartialPlan inner(JoinTree tree, PartialPlan left, PartialPlan right) {
        int width = left.node().getRowType().getFieldCount();
        int[] at = both(left, right, width);
        List<RexNode> conditions = new ArrayList<>();
        for (TreeSet<Integer> equal : problem.classes.all()) {
            RexNode a = column(equal, left, 0);
            RexNode b = column(equal, right, width);
            if (a != null && b != null) {
                conditions.add(problem.builder.makeCall(SqlStdOperatorTable.EQUALS, a, b));
            }
        }
        for (int i : newConditions(tree)) {
            conditions.add(localize(problem.conditions.get(i), at, left.node(), right.node()));
        }
        RexNode condition = Conditions.and(problem.builder, conditions);
        return new PartialPlan(
                LogicalJoin.create(left.node(), right.node(), List.of(), condition, Set.of(), JoinRelType.INNER), at);
    }

    private static RexNode column(TreeSet<Integer> equal, PartialPlan plan, int shift) {
        for (int c : equal) {
            if (plan.at()[c] >= 0) {
                return Conditions.shift(Conditions.column(plan.node(), plan.at()[c]), shift);
            }
        }
        return null;
    }

    private List<Integer> newConditions(JoinTree tree) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < problem.conditionLeaves.length; i++) {
            long leaves = problem.conditionLeaves[i];
            boolean now = (leaves & ~tree.leaves()) == 0;
            boolean before = (leaves & ~tree.left().leaves()) == 0 || (leaves & ~tree.right().leaves()) == 0 && !hangs(tree);
            if (now && !before) {
                found.add(i);
            }
        }
        return found;
    }

    private boolean hangs(JoinTree tree) {
        return tree.right().isLeaf() && problem.hangs(tree.right().leaf());
    }

    private static int[] both(PartialPlan left, PartialPlan right, int width) {
        int[] at = left.at().clone();
        for (int c = 0; c < at.length; c++) {
            if (right.at()[c] >= 0) {
                at[c] = right.at()[c] + width;
            }
        }
        return at;
    }

    private static RexNode localize(RexNode expression, int[] at, RelNode left, RelNode right) {
        int width = left.getRowType().getFieldCount();
        return Conditions.replaceColumns(expression, c -> at[c] < width
                ? Conditions.column(left, at[c])
                : Conditions.shift(Conditions.column(right, at[c] - width), width));
    }

    private PartialPlan hanging(JoinTree tree, PartialPlan left, PartialPlan right) {
        int leaf = tree.right().leaf();
        SubqueryJoin.Kind kind = problem.region.leaves.get(leaf).kind();
        if (kind == SubqueryJoin.Kind.LEFT && tree.left().rows() < tree.right().rows() * BUILD_LEFT_BELOW) {
            return flipped(tree, left, right);
        }
        int width = left.node().getRowType().getFieldCount();
        int[] at = both(left, right, width);
        RexNode condition = localize(problem.hanging.get(leaf), at, left.node(), right.node());
        RelNode joined = HangingJoins.create(left.node(), right.node(), kind, condition);
        int[] out = kind.putsOutRight() ? at : left.at().clone();
        if (kind == SubqueryJoin.Kind.MARK) {
            JoinRegion.Leaf own = problem.region.leaves.get(leaf);
            out[own.offset() + own.width()] = width;
        }
        return withNewConditions(tree, new PartialPlan(joined, out));
    }

    private PartialPlan withNewConditions(JoinTree tree, PartialPlan plan) {
        List<RexNode> conditions = new ArrayList<>();
        for (int i : newConditions(tree)) {
            conditions.add(plan.localize(problem.conditions.get(i), plan.node()));
        }
        return filtered(plan, conditions);
    }

    /** {@code l LEFT JOIN r} as {@code r RIGHT JOIN l}, so that the small left side is the one that is built. */
    private PartialPlan flipped(JoinTree tree, PartialPlan left, PartialPlan right) {
        int[] at = both(right, left, right.node().getRowType().getFieldCount());
        RexNode condition = localize(problem.hanging.get(tree.right().leaf()), at, right.node(), left.node());
        RelNode joined = LogicalJoin.create(right.node(), left.node(), List.of(), condition, Set.of(), JoinRelType.RIGHT);
        return withNewConditions(tree, new PartialPlan(joined, at));
    }
}
