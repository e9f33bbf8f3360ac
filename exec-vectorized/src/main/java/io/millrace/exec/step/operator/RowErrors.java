package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.step.state.Deltas;
import java.util.Arrays;
import java.util.function.Consumer;

/** Finds the rows of a batch that raise an error, by halves, and turns them into error rows. Costs nothing where no row does. */
final class RowErrors {
    private RowErrors() {}

    /**
     * Runs {@code attempt} over parts of the batch's rows until every part either passes or is a single row that fails, which is reported with its
     * weight. Returns the rows that pass. To be called after the attempt over all rows has failed.
     */
    static Selection survivors(OperatorContext context, StepOperator operator, Batch batch, Consumer<Selection> attempt) {
        int rows = batch.rows();
        int[] positions = batch.selection() == null ? Deltas.range(0, rows) : batch.selection().positions();
        int[] passed = new int[rows];
        int count = split(context, operator, batch, attempt, positions, 0, rows, passed, 0);
        return new Selection(passed, count);
    }

    private static int split(
            OperatorContext context,
            StepOperator operator,
            Batch batch,
            Consumer<Selection> attempt,
            int[] positions,
            int from,
            int to,
            int[] passed,
            int count) {
        if (from == to) {
            return count;
        }
        try {
            attempt.accept(new Selection(Arrays.copyOfRange(positions, from, to), to - from));
            System.arraycopy(positions, from, passed, count, to - from);
            return count + to - from;
        } catch (MillraceException e) {
            if (to - from == 1) {
                context.report(operator, e, Deltas.weightAt(batch, positions[from]), batch, positions[from]);
                return count;
            }
            if (!ErrorRows.isRowError(e)) {
                throw e;
            }
        }
        int middle = (from + to) >>> 1;
        int left = split(context, operator, batch, attempt, positions, from, middle, passed, count);
        return split(context, operator, batch, attempt, positions, middle, to, passed, left);
    }
}
