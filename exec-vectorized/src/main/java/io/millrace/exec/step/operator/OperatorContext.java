package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.step.error.RowOrigin;
import io.millrace.exec.step.state.StatePages;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** What the operators of one dataflow share. Used by one thread at a time. */
public final class OperatorContext {
    private final EvaluationContext evaluation;
    private final Clock clock;
    private final int batchRows;
    private final ErrorRows errors;
    private final Origins origins;
    private final StatePages pages;
    private StepOperator running;
    private long nowMicros;
    private long since;

    /**
     * @param errorsWithRows whether errors are told apart by their rows
     * @param pages null if all state is in memory
     */
    public OperatorContext(EvaluationContext evaluation, Clock clock, int batchRows, boolean errorsWithRows, StatePages pages) {
        this.pages = pages;
        this.evaluation = evaluation;
        this.clock = clock;
        this.batchRows = batchRows;
        this.errors = new ErrorRows();
        this.origins = new Origins(evaluation.zone(), errorsWithRows);
    }

    public BufferAllocator allocator() {
        return evaluation.allocator();
    }

    /** Null if all state is in memory. */
    public StatePages pages() {
        return pages;
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

    /** The time of the tick that the step is for. */
    public long nowMicros() {
        return nowMicros;
    }

    public void setNowMicros(long micros) {
        nowMicros = micros;
    }

    public Origins origins() {
        return origins;
    }

    /** Where rows at physical positions of a batch came from that reached an operator. */
    List<RowOrigin> origins(StepOperator operator, Batch batch, int[] positions, int count) {
        List<RowOrigin> of = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            of.add(origins.of(operator.number(), batch, positions[i]));
        }
        return of;
    }

    /** An error of the row at a physical position of a batch that reached an operator. */
    void report(StepOperator operator, MillraceException error, long weight, Batch batch, int position) {
        if (!ErrorRows.isRowError(error)) {
            throw error;
        }
        errors.add(operator.number(), error.code(), error.getMessage(), origins.of(operator.number(), batch, position), origins.withRows(),
                weight);
    }

    /** An error of {@code weight} rows in an operator; errors that are not a row's own are raised. */
    void report(StepOperator operator, MillraceException error, long weight) {
        if (!ErrorRows.isRowError(error)) {
            throw error;
        }
        errors.add(operator.number(), error.code(), error.getMessage(), RowOrigin.UNKNOWN, false, weight);
    }

    /** A record of an input's log that is no row. */
    public void reportMalformed(SourceOperator source, String message, RowOrigin origin) {
        errors.add(source.number(), ErrorCode.MALFORMED_INPUT, message, origin, origins.withRows(), 1);
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
