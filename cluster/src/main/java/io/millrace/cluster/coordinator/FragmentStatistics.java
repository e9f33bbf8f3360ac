package io.millrace.cluster.coordinator;

import io.millrace.cluster.worker.TaskFigures;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.OperatorStatistics;
import io.millrace.planner.fragment.Fragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Puts what tasks have counted back to the nodes of the plan before it was cut. */
final class FragmentStatistics {
    private final FragmentedPlan plan;
    private final Map<PlanNode, TaskFigures.Operator> byNode = new IdentityHashMap<>();

    FragmentStatistics(FragmentedPlan plan, List<TaskFigures> tasks) {
        this.plan = plan;
        Map<Integer, List<PlanNode>> nodes = new HashMap<>();
        plan.fragments().forEach(fragment -> nodes.put(fragment.id(), PlanNode.flatten(fragment.root())));
        for (TaskFigures task : tasks) {
            List<PlanNode> of = nodes.get(task.fragment());
            for (int i = 0; i < of.size() && i < task.operators().size(); i++) {
                byNode.merge(of.get(i), task.operators().get(i), TaskFigures.Operator::plus);
            }
        }
    }

    OperatorStatistics tree() {
        return tree(plan.placed(), plan.root().root());
    }

    /** {@code cut} stands in its fragment where {@code placed} stands in the plan; an exchange's rows are those of the fragment below. */
    private OperatorStatistics tree(PlanNode placed, PlanNode cut) {
        List<OperatorStatistics> inputs = new ArrayList<>();
        if (cut instanceof PlanNode.RemoteSource source) {
            Fragment below = plan.fragments().get(source.fragmentId());
            inputs.add(tree(placed.inputs().get(0), below.root()));
        } else {
            for (int i = 0; i < placed.inputs().size(); i++) {
                inputs.add(tree(placed.inputs().get(i), cut.inputs().get(i)));
            }
        }
        TaskFigures.Operator done = byNode.getOrDefault(cut, new TaskFigures.Operator(0, 0, 0, 0, 0, 0));
        return new OperatorStatistics(placed, done.rowsIn(), done.rowsOut(), done.batchesOut(), done.nanos(), done.peakBytes(),
                done.spilledBytes(), inputs);
    }
}
