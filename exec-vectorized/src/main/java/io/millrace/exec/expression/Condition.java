package io.millrace.exec.expression;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;

/** Decides a BOOLEAN expression row by row. One instance per thread. Made by {@code Expressions.condition}; whoever made it closes it. */
public interface Condition extends AutoCloseable {
    /**
     * The positions of {@code selection} (null = all) at which the expression is TRUE, ascending: the same object (or null for all) if every row
     * survives. Rows that are not selected are never evaluated, so they raise no errors. The input stays the caller's.
     */
    Selection select(Batch input, Selection selection);

    /** Frees what is cached. */
    @Override
    default void close() {}
}
