package io.millrace.exec.step.error;

import io.millrace.common.error.ErrorCode;

/**
 * Rows that could not be computed, as a Z-set of their errors: while the sum of weights of one is above zero, the view's contents are not defined and
 * reading it raises the error.
 *
 * @param operator number of the operator in the dataflow
 * @param code the error's
 * @param message the error's
 * @param weight rows more (or, below zero, fewer) that raise it
 * @param origin of the row; where rows are not told apart, of one of them
 */
public record ErrorRow(int operator, ErrorCode code, String message, long weight, RowOrigin origin) {
    public ErrorRow {
        origin = origin == null ? RowOrigin.UNKNOWN : origin;
    }
}
