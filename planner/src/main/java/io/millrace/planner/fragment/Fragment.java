package io.millrace.planner.fragment;

import io.millrace.common.plan.PlanNode;
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
}
