package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;

/** Booleans that compare with a literal as asked: which of the two values pass. */
record BitTest(boolean falsePasses, boolean truePasses) implements ValueTest {
    static BitTest of(ComparisonOperator operator, boolean bound) {
        return new BitTest(operator.accepts(Boolean.compare(false, bound)), operator.accepts(Boolean.compare(true, bound)));
    }

    @Override
    public int select(Column flat, Rows rows, int[] out) {
        FixedColumn column = (FixedColumn) flat;
        int passes = (falsePasses ? 1 : 0) | (truePasses ? 2 : 0);
        int n = 0;
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            out[n] = i;
            int valid = column.validityAddress == 0 ? 1 : Validity.bit(column.validityAddress, i);
            n += passes >>> Validity.bit(column.dataAddress, i) & valid;
        }
        return n;
    }
}
