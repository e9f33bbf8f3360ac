package io.millrace.planner.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;

/** The same node over other inputs, whose columns may have become nullable or ceased to be: Calcite insists that expressions say so too. */
public final class Rebuild {
    private Rebuild() {}

    /** The tree with {@code change} made to each input of the node. */
    public static RelNode mapInputs(RelNode node, Function<RelNode, RelNode> change) {
        return withInputs(node, node.getInputs().stream().map(change).toList());
    }

    public static RelNode withInputs(RelNode node, List<RelNode> inputs) {
        if (inputs.equals(node.getInputs())) {
            return node;
        }
        return switch (node) {
            case Filter filter -> LogicalFilter.create(
                    inputs.get(0), Conditions.retype(filter.getCondition(), inputs.get(0)),
                    com.google.common.collect.ImmutableSet.copyOf(filter.getVariablesSet()));
            case Project project -> LogicalProject.create(
                    inputs.get(0), project.getHints(),
                    project.getProjects().stream().map(p -> Conditions.retype(p, inputs.get(0))).toList(),
                    project.getRowType().getFieldNames(), project.getVariablesSet());
            case Join join -> LogicalJoin.create(
                    inputs.get(0), inputs.get(1), join.getHints(), overBoth(join.getCondition(), inputs.get(0), inputs.get(1)),
                    join.getVariablesSet(), join.getJoinType());
            case SubqueryJoin join -> SubqueryJoin.create(
                    inputs.get(0), inputs.get(1), join.kind(), overBoth(join.condition(), inputs.get(0), inputs.get(1)), join.variables());
            case Aggregate aggregate -> aggregate(aggregate, inputs.get(0));
            default -> node.copy(node.getTraitSet(), inputs);
        };
    }

    /** A join's condition with the types that the columns of both sides have now. */
    public static RexNode overBoth(RexNode condition, RelNode left, RelNode right) {
        int width = left.getRowType().getFieldCount();
        return Conditions.replaceColumns(condition, i -> i < width
                ? Conditions.column(left, i)
                : Conditions.shift(Conditions.column(right, i - width), width));
    }

    private static RelNode aggregate(Aggregate aggregate, RelNode input) {
        boolean empty = aggregate.getGroupSets().stream().anyMatch(set -> set.isEmpty());
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(AggregateCall.create(
                    call.getAggregation(), call.isDistinct(), call.isApproximate(), call.ignoreNulls(), call.rexList, call.getArgList(),
                    call.filterArg, call.distinctKeys, call.collation, empty, input, null, call.name));
        }
        return LogicalAggregate.create(input, aggregate.getHints(), aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
    }
}
