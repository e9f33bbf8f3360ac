package io.millrace.exec.expression.number;

import io.millrace.exec.expression.support.Operand;

/** An operand as kernels take it: row i lies at {@code data + width * (i & mask)}, so a constant has mask 0. Never a dictionary. */
record Vector(Operand operand, long data, int mask, int width) {
    static Vector of(Operand operand) {
        return new Vector(operand, operand.data, operand.isConstant() ? 0 : -1, operand.values.type().layout().width());
    }
}
