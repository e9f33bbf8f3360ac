package io.millrace.exec.step.operator;

import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.exec.expression.EvaluationContext;
import org.apache.arrow.memory.BufferAllocator;

/** What the operators of one dataflow share. Used by one thread at a time. */
public final class OperatorContext {
    private final EvaluationContext evaluation;
    private final Clock clock;
    private final int batchRows;
    private final ErrorRows errors;
    private StepOperator running;
    private long since;

    public OperatorContext(EvaluationContext evaluation, Clock clock, int batchRows) {
        this.evaluation = evaluation;
        this.clock = clock;
        this.batchRows = batchRows;
        this.errors = new ErrorRows();
    }

    public BufferAllocator allocator() {
        return evaluation.allocator();
    }

    public EvaluationContext evaluation() {
        return evaluation;
    }

    /** Most rows of a batch that an operator makes. */
    public int batchRows() {
        return batchRows;
    }

    public ErrorRows errors() {
        return errors;
    }

    /** An error of {@code weight} rows in an operator; errors that are not a row's own are raised. */
    void report(StepOperator operator, MillraceException error, long weight) {
        if (!ErrorRows.isRowError(error)) {
            throw error;
        }
        errors.add(operator.number(), error.code(), error.getMessage(), weight);
    }

    /** Time from here on is {@code next}'s; returns whose it was. */
    StepOperator switchTo(StepOperator next) {
        long now = clock.monotonicNanos();
        StepOperator previous = running;
        if (previous != null) {
            previous.addNanos(now - since);
        }
        running = next;
        since = now;
        return previous;
    }
}
