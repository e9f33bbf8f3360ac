package io.millrace.exec.step.operator;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.memory.Memory;
import java.util.Objects;

/** Compares two flat columns of one layout position by position; identical values are equal (NULL to NULL, and by bits for floats). */
final class ColumnEquality {
    private ColumnEquality() {}

    /** Sets {@code same[i]} to false where the values at {@code i} differ. */
    static void retainEqual(Column left, Column right, boolean[] same) {
        boolean nulls = left.mayHaveNulls() || right.mayHaveNulls();
        for (int i = 0; i < same.length; i++) {
            if (!same[i]) {
                continue;
            }
            if (nulls && (left.isNull(i) || right.isNull(i))) {
                same[i] = left.isNull(i) && right.isNull(i);
            } else {
                same[i] = equal(left, right, i);
            }
        }
    }

    private static boolean equal(Column left, Column right, int i) {
        return switch (left) {
            case FixedColumn l when right instanceof FixedColumn r -> switch (l.type().layout()) {
                case BIT -> l.booleanAt(i) == r.booleanAt(i);
                case INT32 -> l.intAt(i) == r.intAt(i);
                case INT64 -> l.longAt(i) == r.longAt(i);
                case FLOAT64 -> Double.doubleToLongBits(l.doubleAt(i)) == Double.doubleToLongBits(r.doubleAt(i));
                case INT128 -> l.lowAt(i) == r.lowAt(i) && l.highAt(i) == r.highAt(i);
                case BINARY, LIST, ROW -> throw new AssertionError(l.type());
            };
            case BinaryColumn l when right instanceof BinaryColumn r ->
                    l.lengthAt(i) == r.lengthAt(i) && Memory.equal(l.startAt(i), r.startAt(i), l.lengthAt(i));
            default -> Objects.equals(Values.read(left, i), Values.read(right, i));
        };
    }
}
