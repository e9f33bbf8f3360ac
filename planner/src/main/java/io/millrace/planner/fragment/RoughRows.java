package io.millrace.planner.fragment;

import io.millrace.common.plan.PlanNode;
import java.util.List;

/** How many rows a physical node may give, from the estimates of its scans: good enough to tell small from large. */
final class RoughRows {
    private static final double UNKNOWN = 1e6;
    private static final double FILTERED = 0.5;
    private static final double GROUPED = 0.2;

    private RoughRows() {}

    static double of(PlanNode node) {
        List<Double> inputs = node.inputs().stream().map(RoughRows::of).toList();
        return switch (node) {
            case PlanNode.Scan scan -> scan.estimatedRows() < 0 ? UNKNOWN : scan.estimatedRows();
            case PlanNode.Values values -> values.rows().size();
            case PlanNode.Filter filter -> inputs.get(0) * FILTERED;
            case PlanNode.Aggregate aggregate -> aggregate.keys().isEmpty() ? 1 : inputs.get(0) * GROUPED;
            case PlanNode.Sort sort -> sort.fetch() < 0 ? inputs.get(0) : Math.min(inputs.get(0), (double) sort.fetch());
            case PlanNode.SingleRow single -> 1;
            case PlanNode.Join join -> switch (join.kind()) {
                case INNER, RIGHT, FULL -> Math.max(inputs.get(0), inputs.get(1));
                case LEFT, LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK -> inputs.get(0);
                case RIGHT_SEMI, RIGHT_ANTI -> inputs.get(1);
            };
            case PlanNode.Union union -> inputs.stream().mapToDouble(Double::doubleValue).sum();
            case PlanNode.Project n -> inputs.get(0);
            case PlanNode.Window n -> inputs.get(0);
            case PlanNode.Match n -> inputs.get(0);
            case PlanNode.SetOperation n -> inputs.get(0);
            case PlanNode.Unnest n -> inputs.get(0) * 4;
            case PlanNode.WindowAssign n -> inputs.get(0);
            case PlanNode.Recursion n -> UNKNOWN;
            case PlanNode.WorkTable n -> UNKNOWN;
            case PlanNode.Exchange n -> inputs.get(0);
            case PlanNode.RemoteSource n -> UNKNOWN;
        };
    }
}
