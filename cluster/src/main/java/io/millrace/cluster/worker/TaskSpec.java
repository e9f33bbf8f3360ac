package io.millrace.cluster.worker;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.Split;
import java.util.List;

/**
 * One task: a fragment, and this task's share of what the fragment reads.
 *
 * @param task number among the fragment's tasks
 * @param partitions tasks that read its output
 * @param splits for each scan of {@code root} from left to right, what this task reads of it; empty if it reads all of everything
 */
public record TaskSpec(
        String queryId, int fragment, int task, PlanNode root, PlanNode.Distribution output, int partitions, List<List<Split>> splits,
        List<TaskInput> inputs, TaskOptions options) {
    public TaskSpec {
        splits = splits.stream().map(List::copyOf).toList();
        inputs = List.copyOf(inputs);
    }
}
