package io.millrace.planner.fragment;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import java.util.List;

/**
 * A part of a plan that runs without moving rows between tasks.
 *
 * @param id by which {@link PlanNode.RemoteSource}s name it; the fragment that gives the query's rows is the last of a plan
 * @param root whose rows go out
 * @param output how they are spread over the tasks of the fragment that reads them; {@code Single} for the last
 * @param inputs ids of the fragments that its remote sources read, in the order of the sources
 */
public record Fragment(int id, PlanNode root, PlanNode.Distribution output, List<Integer> inputs) {
    public Fragment {
        inputs = List.copyOf(inputs);
    }

    /**
     * Whether one task must run it: what it reads is all in one place, or comes to one. Any other fragment runs in as many tasks as there are, its
     * scans' splits and its hashed inputs divided among them.
     */
    public boolean singleTask() {
        return single(root);
    }

    private static boolean single(PlanNode node) {
        return switch (node) {
            case PlanNode.Values values -> true;
            case PlanNode.Recursion recursion -> true;
            case PlanNode.RemoteSource source -> source.distribution() instanceof PlanNode.Distribution.Single;
            case PlanNode.Scan scan -> scan.target() instanceof ScanTarget.System;
            default -> node.inputs().stream().anyMatch(Fragment::single);
        };
    }
}
