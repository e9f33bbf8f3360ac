package io.millrace.exec;

import io.millrace.common.plan.PlanNode;
import java.util.List;

/**
 * What one plan node has done so far.
 *
 * @param rowsIn of all inputs together
 * @param nanos of all threads together, inputs not counted
 * @param peakBytes most memory held at once
 */
public record OperatorStatistics(
        PlanNode node, long rowsIn, long rowsOut, long batchesOut, long nanos, long peakBytes, long spilledBytes,
        List<OperatorStatistics> inputs) {
    public OperatorStatistics {
        inputs = List.copyOf(inputs);
    }
}
