package io.millrace.planner.join;

import io.millrace.planner.relation.Casts;
import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Inlining;
import io.millrace.planner.relation.SubqueryJoin;
import io.millrace.planner.statistics.Estimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/** Optimizes one {@link JoinRegion}: conditions go to the leaves that they speak of, equalities are closed, and the joins are put in order. */
final class RegionOptimizer {
    private final PlanOptimizer optimizer;
    private final Estimator estimator;
    private final JoinRegion region;
    private final RexBuilder builder;
    private final ColumnClasses classes = new ColumnClasses();
    private final List<List<RexNode>> local = new ArrayList<>();
    private final List<RexNode> conditions = new ArrayList<>();

    private RegionOptimizer(PlanOptimizer optimizer, Estimator estimator, JoinRegion region, RexBuilder builder) {
        this.optimizer = optimizer;
        this.estimator = estimator;
        this.region = region;
        this.builder = builder;
    }

    /** {@code node} with {@code predicates} over its columns. */
    static RelNode optimize(RelNode node, List<RexNode> predicates, PlanOptimizer optimizer, Estimator estimator) {
        RegionBuilder flattening = new RegionBuilder();
        List<RexNode> outputs = flattening.flatten(node);
        JoinRegion region = flattening.region();
        List<RexNode> above = new ArrayList<>();
        for (RexNode predicate : predicates) {
            if (Inlining.fits(List.of(predicate), outputs)) {
                region.predicates.add(Conditions.replaceColumns(predicate, outputs));
            } else {
                above.add(predicate);
            }
        }
        RegionOptimizer self = new RegionOptimizer(optimizer, estimator, region, node.getCluster().getRexBuilder());
        return PlanOptimizer.filtered(self.optimize(node, outputs), above);
    }

    private RelNode optimize(RelNode node, List<RexNode> outputs) {
        region.leaves.forEach(leaf -> local.add(new ArrayList<>()));
        List<RexNode> constant = new ArrayList<>();
        for (RexNode predicate : region.predicates) {
            for (RexNode expanded : Conditions.conjuncts(RexUtil.expandSearch(builder, null, predicate))) {
                for (RexNode part : Disjunctions.factor(expanded, builder)) {
                    Conditions.conjuncts(part).forEach(p -> place(p, constant));
                }
            }
        }
        List<RexNode> hanging = hangingConditions();
        spreadConstants();
        List<RelNode> leaves = new ArrayList<>();
        for (int i = 0; i < local.size(); i++) {
            JoinRegion.Leaf leaf = region.leaves.get(i);
            List<RexNode> own = local.get(i).stream().map(p -> Conditions.shift(p, -leaf.offset())).distinct().toList();
            leaves.add(optimizer.optimize(leaf.node(), own));
        }
        JoinProblem problem = new JoinProblem(region, leaves, classes, conditions, hanging, estimator, builder);
        PartialPlan plan = problem.solve();
        RelNode result = plan.node();
        if (!constant.isEmpty()) {
            result = LogicalFilter.create(result, Conditions.and(builder, constant));
        }
        RelNode top = result;
        List<RexNode> columns = outputs.stream().map(o -> plan.localize(o, top)).toList();
        if (columns.equals(Conditions.columns(top)) && top.getRowType().getFieldNames().equals(node.getRowType().getFieldNames())) {
            return top;
        }
        return LogicalProject.create(top, List.of(), columns, node.getRowType().getFieldNames(), Set.of());
    }

    private void place(RexNode predicate, List<RexNode> constant) {
        long leaves = region.leavesOf(predicate);
        if (leaves == 0) {
            constant.add(predicate);
            return;
        }
        int single = Long.bitCount(leaves) == 1 ? Long.numberOfTrailingZeros(leaves) : -1;
        if (single >= 0 && !region.leaves.get(single).hangs()) {
            local.get(single).add(predicate);
            return;
        }
        int[] columns = equalColumns(predicate);
        if (columns != null && noneHangs(leaves)) {
            classes.equate(columns[0], columns[1]);
            return;
        }
        conditions.add(predicate);
        for (RexNode implied : Disjunctions.implied(predicate, region::leavesOf, builder)) {
            int leaf = Long.numberOfTrailingZeros(region.leavesOf(implied));
            if (!region.leaves.get(leaf).hangs()) {
                local.get(leaf).add(implied);
            }
        }
    }

    private boolean noneHangs(long leaves) {
        for (long rest = leaves; rest != 0; rest &= rest - 1) {
            if (region.leaves.get(Long.numberOfTrailingZeros(rest)).hangs()) {
                return false;
            }
        }
        return true;
    }

    /** Two columns of one type whose equality an expression is, or null. */
    private int[] equalColumns(RexNode predicate) {
        if (predicate.isA(SqlKind.EQUALS)
                && ((RexCall) predicate).operands.get(0) instanceof RexInputRef a
                && ((RexCall) predicate).operands.get(1) instanceof RexInputRef b
                && Casts.sameType(builder, a.getType(), b.getType())) {
            return new int[] {a.getIndex(), b.getIndex()};
        }
        return null;
    }

    /** What of a hanging leaf's condition speaks of the leaf alone becomes a filter of it; the rest is given back, one a leaf. */
    private List<RexNode> hangingConditions() {
        List<RexNode> result = new ArrayList<>();
        for (int i = 0; i < region.leaves.size(); i++) {
            JoinRegion.Leaf leaf = region.leaves.get(i);
            if (!leaf.hangs()) {
                result.add(null);
                continue;
            }
            boolean nullAware = leaf.kind() == SubqueryJoin.Kind.NULL_AWARE_ANTI;
            List<RexNode> kept = new ArrayList<>();
            for (RexNode part : Conditions.conjuncts(RexUtil.expandSearch(builder, null, leaf.condition()))) {
                for (RexNode factored : Disjunctions.factor(part, builder)) {
                    if (region.leavesOf(factored) == 1L << i && !nullAware) {
                        local.get(i).add(factored);
                    } else {
                        kept.add(factored);
                    }
                }
            }
            result.add(Conditions.and(builder, kept));
        }
        return result;
    }

    /** A condition on one column and constants holds for all columns equal to it, those that hanging leaves are compared with included. */
    private void spreadConstants() {
        List<int[]> equalities = new ArrayList<>();
        classes.all().forEach(c -> c.forEach(a -> c.stream().filter(b -> !b.equals(a)).forEach(b -> equalities.add(new int[] {a, b}))));
        for (JoinRegion.Leaf leaf : region.leaves) {
            if (leaf.hangs() && leaf.kind() != SubqueryJoin.Kind.NULL_AWARE_ANTI) {
                for (RexNode part : Conditions.conjuncts(leaf.condition())) {
                    int[] columns = equalColumns(part);
                    if (columns != null) {
                        boolean rightFirst = columns[0] >= leaf.offset() && columns[0] < leaf.offset() + leaf.width();
                        equalities.add(rightFirst ? new int[] {columns[1], columns[0]} : columns);
                    }
                }
            }
        }
        for (int[] pair : equalities) {
            int from = region.leafOf(pair[0]);
            int to = region.leafOf(pair[1]);
            if (from == to || region.leaves.get(from).hangs()) {
                continue;
            }
            for (RexNode predicate : List.copyOf(local.get(from))) {
                if (Conditions.columns(predicate).cardinality() == 1
                        && Conditions.columns(predicate).get(pair[0])
                        && isComparisonWithConstants(predicate)) {
                    RexNode moved = Conditions.replaceColumns(predicate, i -> new RexInputRef(pair[1], type(pair[1])));
                    if (!local.get(to).contains(moved)) {
                        local.get(to).add(moved);
                    }
                }
            }
        }
    }

    private org.apache.calcite.rel.type.RelDataType type(int column) {
        JoinRegion.Leaf leaf = region.leaves.get(region.leafOf(column));
        return leaf.node().getRowType().getFieldList().get(column - leaf.offset()).getType();
    }

    /** Comparisons of the column itself: they raise no errors, so that testing more rows is safe. */
    private static boolean isComparisonWithConstants(RexNode predicate) {
        return switch (predicate.getKind()) {
            case OR, AND -> ((RexCall) predicate).operands.stream().allMatch(RegionOptimizer::isComparisonWithConstants);
            case EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> {
                List<RexNode> operands = ((RexCall) predicate).operands;
                yield operands.stream().anyMatch(RexInputRef.class::isInstance)
                        && operands.stream().allMatch(o -> o instanceof RexInputRef || RexUtil.isConstant(o));
            }
            default -> false;
        };
    }
}
