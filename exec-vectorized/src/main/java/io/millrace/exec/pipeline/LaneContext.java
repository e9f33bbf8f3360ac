package io.millrace.exec.pipeline;

import io.millrace.exec.ExecutionContext;
import io.millrace.exec.expression.EvaluationContext;

/** What an operator's state in one lane is lent. */
public record LaneContext(ExecutionContext execution, Cancellation cancellation, int lane) {
    public EvaluationContext evaluation() {
        return execution.evaluation(execution.allocator(), lane);
    }

    public int batchRows() {
        return execution.batchRows();
    }
}
