package io.millrace.cluster.coordinator;

import io.millrace.cluster.worker.TaskInput;
import io.millrace.cluster.worker.TaskNode;
import io.millrace.planner.fragment.Fragment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes run which fragment: those that read what only this node has run here, those of one task on one node, all others on every node. The last
 * fragment runs here.
 */
final class FragmentPlacement {
    private final Map<Integer, List<TaskNode>> nodes = new HashMap<>();
    private final Map<Integer, Integer> readers = new HashMap<>();

    FragmentPlacement(FragmentedPlan plan, TaskNode self, List<TaskNode> places) {
        int turn = 0;
        for (Fragment fragment : plan.fragments()) {
            boolean here = fragment == plan.root() || FragmentedPlan.pinned(fragment);
            if (here) {
                nodes.put(fragment.id(), List.of(self));
            } else if (fragment.singleTask()) {
                nodes.put(fragment.id(), List.of(places.get(turn++ % places.size())));
            } else {
                nodes.put(fragment.id(), List.copyOf(places));
            }
            fragment.inputs().forEach(input -> readers.put(input, nodes.get(fragment.id()).size()));
        }
    }

    /** The node of each of the fragment's tasks. */
    List<TaskNode> tasks(Fragment fragment) {
        return nodes.get(fragment.id());
    }

    /** How many tasks read the fragment's output. */
    int readers(Fragment fragment) {
        return readers.get(fragment.id());
    }

    List<TaskInput> inputs(Fragment fragment) {
        return fragment.inputs().stream()
                .map(input -> new TaskInput(input, nodes.get(input).stream().map(TaskNode::place).toList()))
                .toList();
    }
}
