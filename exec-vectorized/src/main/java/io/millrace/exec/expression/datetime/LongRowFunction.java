package io.millrace.exec.expression.datetime;

import io.millrace.exec.expression.support.Operand;

/** A function of one row whose result is of layout INT32 or INT64; may throw ArithmeticException where that overflows. */
@FunctionalInterface
interface LongRowFunction {
    long apply(Operand[] arguments, int row);
}
