package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.Int128;
import java.util.Set;

/** Decimals of more than 18 digits that are, or with {@code negated} are not, in a set. */
record BigSetTest(Set<Int128> values, boolean negated) implements ValueTest {
    @Override
    public int select(Column flat, Rows rows, int[] out) {
        FixedColumn column = (FixedColumn) flat;
        int n = 0;
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            out[n] = i;
            boolean inside = !column.isNull(i) && values.contains(new Int128(column.lowAt(i), column.highAt(i)));
            n += inside != negated && !column.isNull(i) ? 1 : 0;
        }
        return n;
    }
}
