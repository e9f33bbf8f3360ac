package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.kernel.PairSelection;

/** Compares two columns of one type row by row: numbers by kernels, all else by the general order. */
final class PairTest {
    private final ComparisonOperator operator;
    private final Comparison general;

    PairTest(SqlType type, ComparisonOperator operator) {
        this.operator = operator;
        this.general = Comparison.of(type);
    }

    /**
     * Writes those of {@code rows}, at which neither side is NULL, that compare as asked to {@code out}, ascending, and returns their number.
     */
    int select(Operand left, Operand right, Rows rows, int[] out) {
        if (left.column instanceof FixedColumn a && right.column instanceof FixedColumn b) {
            switch (a.type().layout()) {
                case INT32 -> {
                    return PairSelection.ints(a.dataAddress, b.dataAddress, 0, rows.positions(), rows.count(), operator.signs, out);
                }
                case INT64 -> {
                    return PairSelection.longs(a.dataAddress, b.dataAddress, 0, rows.positions(), rows.count(), operator.signs, out);
                }
                case FLOAT64 -> {
                    return PairSelection.doubles(a.dataAddress, b.dataAddress, 0, rows.positions(), rows.count(), operator.signs, out);
                }
                case BIT, INT128, BINARY, LIST, ROW -> {}
            }
        }
        if (left.values instanceof FixedColumn a) {
            switch (a.type().layout()) {
                case INT32 -> {
                    return PairSelection.ints(left.ints(rows), right.ints(rows), rows.positions(), rows.count(), operator.signs, out);
                }
                case INT64 -> {
                    return PairSelection.longs(left.longs(rows), right.longs(rows), rows.positions(), rows.count(), operator.signs, out);
                }
                case BIT, FLOAT64, INT128, BINARY, LIST, ROW -> {}
            }
        }
        return selectGeneral(left, right, rows, out);
    }

    private int selectGeneral(Operand left, Operand right, Rows rows, int[] out) {
        int n = 0;
        Column a = left.values;
        Column b = right.values;
        boolean equality = (operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL) && a instanceof BinaryColumn;
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            out[n] = i;
            if (equality) {
                n += general.equal(a, left.at(i), b, right.at(i)) == (operator == ComparisonOperator.EQUAL) ? 1 : 0;
            } else {
                n += operator.accepts(general.compare(a, left.at(i), b, right.at(i))) ? 1 : 0;
            }
        }
        return n;
    }
}
