package io.millrace.exec.expression.number;

import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.support.Operand;

/** An operand as kernels take it: row i lies at {@code data + width * (i & mask)}, so a constant has mask 0. Never a dictionary. */
record Vector(Operand operand, long data, int mask, int width) {
    static Vector of(Operand operand) {
        return new Vector(operand, operand.data, operand.isConstant() ? 0 : -1, operand.values.type().layout().width());
    }

    /** Whether a value of 8 or 16 bytes fits an int64. */
    boolean isLong(int row) {
        long at = data + (long) width * (row & mask);
        return width == 8 || Memory.getLong(at + 8) == Memory.getLong(at) >> 63;
    }

    /** The low 64 bits of a value of 8 or 16 bytes. */
    long longAt(int row) {
        return Memory.getLong(data + (long) width * (row & mask));
    }
}
