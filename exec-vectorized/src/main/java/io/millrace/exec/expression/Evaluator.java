package io.millrace.exec.expression;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;

/**
 * Computes one expression over batches. One instance per thread: it may hold scratch memory and results it has cached per dictionary or constant.
 * Made by {@code Expressions.evaluator}; whoever made it closes it.
 */
public interface Evaluator extends AutoCloseable {
    /**
     * The expression's values, in any encoding, of length {@code input.physicalRows()}; defined only at the positions of {@code selection} (null =
     * all positions; {@code input.selection()} itself is not looked at). The caller owns the result; the input stays the caller's. An error is
     * raised only if a selected row raises it.
     */
    Column evaluate(Batch input, Selection selection);

    /** Frees what is cached. */
    @Override
    default void close() {}
}
