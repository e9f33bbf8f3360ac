package io.millrace.planner.join;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Rebuild;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

/** Conditions on a projection with window functions: those on columns by which every window is partitioned go below it. */
final class WindowPushdown {
    private WindowPushdown() {}

    static RelNode optimize(Project project, List<RexNode> predicates, PlanOptimizer optimizer) {
        ImmutableBitSet common = partitionColumns(project);
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode predicate : predicates) {
            boolean movable = common != null && !Conditions.columns(predicate).isEmpty();
            for (int column : Conditions.columns(predicate)) {
                movable &= project.getProjects().get(column) instanceof RexInputRef ref && common != null && common.get(ref.getIndex());
            }
            if (movable) {
                below.add(Conditions.replaceColumns(predicate, project.getProjects()));
            } else {
                above.add(predicate);
            }
        }
        RelNode input = optimizer.optimize(project.getInput(), below);
        return PlanOptimizer.filtered(Rebuild.withInputs(project, List.of(input)), above);
    }

    /** Null if the projection has no window function, so that it is one of values that change each time. */
    private static ImmutableBitSet partitionColumns(Project project) {
        List<ImmutableBitSet> partitions = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            if (!Conditions.isDeterministic(expression)) {
                return null;
            }
            expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
                    for (RexNode key : over.getWindow().partitionKeys) {
                        if (key instanceof RexInputRef ref) {
                            columns.set(ref.getIndex());
                        }
                    }
                    partitions.add(columns.build());
                    return over;
                }
            });
        }
        return partitions.stream().reduce(ImmutableBitSet::intersect).orElse(null);
    }
}
