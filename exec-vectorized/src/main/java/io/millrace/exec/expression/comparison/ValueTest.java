package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.exec.expression.support.Rows;

/** A test of single values against something fixed beforehand; NULL never passes. Made by {@link ValueTests}; immutable, raises no errors. */
public interface ValueTest {
    /** Writes those of {@code rows} whose value in {@code flat} passes to {@code out}, ascending, and returns their number. */
    int select(Column flat, Rows rows, int[] out);

    /** The test that both pass, if the two can be made one, else null. */
    default ValueTest and(ValueTest other) {
        return null;
    }
}
