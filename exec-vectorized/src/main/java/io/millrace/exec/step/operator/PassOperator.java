package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import java.util.List;

/** Hands everything on: an exchange inside one task, and a sort of all rows, whose order is a property of reading. */
public final class PassOperator extends StepOperator {
    public PassOperator(OperatorContext context, int number, StepOperator input) {
        super(context, number, List.of(input));
    }

    @Override
    protected void accept(int port, Batch batch) {
        emit(batch);
    }
}
