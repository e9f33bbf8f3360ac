package io.millrace.planner.join;

import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Rebuild;
import io.millrace.planner.statistics.Estimator;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Pushes conditions down the tree and orders the joins on the way: one walk, because what a condition leaves of a leaf decides the order. */
public final class PlanOptimizer {
    private final Estimator estimator;

    private PlanOptimizer(Estimator estimator) {
        this.estimator = estimator;
    }

    public static RelNode apply(RelNode root, Estimator estimator) {
        return new PlanOptimizer(estimator).optimize(root, List.of());
    }

    /** {@code node} restricted to the rows for which all {@code predicates} (over its columns) are true. */
    RelNode optimize(RelNode node, List<RexNode> predicates) {
        Cancellation.check();
        if (RegionBuilder.startsRegion(node)) {
            return RegionOptimizer.optimize(node, predicates, this, estimator);
        }
        return switch (node) {
            case Aggregate aggregate -> aggregate(aggregate, predicates);
            case SetOp set -> rebuilt(node, set.getInputs().stream().map(input -> optimize(input, retyped(predicates, input))).toList(),
                    List.of());
            case Sort sort when sort.fetch == null && sort.offset == null -> rebuilt(
                    node, List.of(optimize(sort.getInput(), retyped(predicates, sort.getInput()))), List.of());
            case Project project -> WindowPushdown.optimize(project, predicates, this);
            case Correlate correlate -> leftOnly(correlate, predicates);
            case TableFunctionScan function when function.getInputs().size() == 1 -> leftOnly(function, predicates);
            default -> filtered(Rebuild.mapInputs(node, input -> optimize(input, List.of())), predicates);
        };
    }

    static RelNode filtered(RelNode node, List<RexNode> predicates) {
        if (predicates.isEmpty()) {
            return node;
        }
        RexBuilder builder = node.getCluster().getRexBuilder();
        return LogicalFilter.create(node, Conditions.retype(Conditions.and(builder, predicates), node));
    }

    private static List<RexNode> retyped(List<RexNode> predicates, RelNode node) {
        return predicates.stream().map(p -> Conditions.retype(p, node)).toList();
    }

    private static RelNode rebuilt(RelNode node, List<RelNode> inputs, List<RexNode> predicates) {
        return filtered(Rebuild.withInputs(node, inputs), predicates);
    }

    /** Conditions on keys that every grouping set has decide over whole groups, so that rows may be left out before. */
    private RelNode aggregate(Aggregate aggregate, List<RexNode> predicates) {
        ImmutableBitSet always = aggregate.getGroupSets().stream().reduce(aggregate.getGroupSet(), ImmutableBitSet::intersect);
        List<Integer> keys = aggregate.getGroupSet().asList();
        RelNode input = aggregate.getInput();
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode predicate : predicates) {
            ImmutableBitSet columns = Conditions.columns(predicate);
            boolean onKeys = !columns.isEmpty() && columns.asList().stream().allMatch(c -> c < keys.size() && always.get(keys.get(c)));
            if (onKeys) {
                below.add(Conditions.replaceColumns(predicate, c -> Conditions.column(input, keys.get(c))));
            } else {
                above.add(predicate);
            }
        }
        return rebuilt(aggregate, List.of(optimize(input, below)), above);
    }

    /** Nodes that put columns of their own behind those of their first input. */
    private RelNode leftOnly(RelNode node, List<RexNode> predicates) {
        RelNode left = node.getInput(0);
        int width = left.getRowType().getFieldCount();
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode predicate : predicates) {
            ImmutableBitSet columns = Conditions.columns(predicate);
            boolean onLeft = !columns.isEmpty() && columns.length() <= width;
            (onLeft ? below : above).add(predicate);
        }
        List<RelNode> inputs = new ArrayList<>(node.getInputs());
        inputs.set(0, optimize(left, retyped(below, left)));
        return rebuilt(node, inputs, above);
    }
}
