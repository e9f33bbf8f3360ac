package io.millrace.cluster.worker;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.OperatorStatistics;
import io.millrace.exec.Progress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a task is and what its operators have done.
 *
 * @param operators in the order of {@link PlanNode#flatten}; all zero where an operator was none of its own
 */
public record TaskFigures(
        int fragment, int task, long rowsRead, double rowsEstimated, int splitsDone, int splitsTotal, long bytesRead,
        List<Operator> operators) {
    /** Of one operator; see {@link OperatorStatistics}. */
    public record Operator(long rowsIn, long rowsOut, long batchesOut, long nanos, long peakBytes, long spilledBytes) {
        static final Operator NONE = new Operator(0, 0, 0, 0, 0, 0);

        /** Of two tasks together; they hold memory at the same time. */
        public Operator plus(Operator o) {
            return new Operator(rowsIn + o.rowsIn, rowsOut + o.rowsOut, batchesOut + o.batchesOut, nanos + o.nanos,
                    peakBytes + o.peakBytes, spilledBytes + o.spilledBytes);
        }
    }

    public TaskFigures {
        operators = List.copyOf(operators);
    }

    /** Of an execution of {@code root}. */
    public static TaskFigures of(int fragment, int task, PlanNode root, Progress progress, OperatorStatistics statistics) {
        Map<PlanNode, OperatorStatistics> byNode = new IdentityHashMap<>();
        collect(statistics, byNode);
        List<Operator> operators = new ArrayList<>();
        for (PlanNode node : PlanNode.flatten(root)) {
            OperatorStatistics of = byNode.get(node);
            operators.add(of == null
                    ? Operator.NONE
                    : new Operator(of.rowsIn(), of.rowsOut(), of.batchesOut(), of.nanos(), of.peakBytes(), of.spilledBytes()));
        }
        return new TaskFigures(fragment, task, progress.rowsRead(), progress.rowsEstimated(), progress.splitsDone(),
                progress.splitsTotal(), progress.bytesRead(), operators);
    }

    private static void collect(OperatorStatistics statistics, Map<PlanNode, OperatorStatistics> byNode) {
        byNode.put(statistics.node(), statistics);
        statistics.inputs().forEach(input -> collect(input, byNode));
    }

    public Progress progress() {
        return new Progress(rowsRead, rowsEstimated, splitsDone, splitsTotal, bytesRead);
    }
}
