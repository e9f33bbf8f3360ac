package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.exec.expression.support.Rows;

/** Passes every value that is not NULL, or none: {@code NOT IN ()} and {@code IN ()}. */
record Everything(boolean passes) implements ValueTest {
    @Override
    public int select(Column flat, Rows rows, int[] out) {
        int n = 0;
        for (int k = 0; passes && k < rows.count(); k++) {
            int i = rows.at(k);
            if (!flat.isNull(i)) {
                out[n++] = i;
            }
        }
        return n;
    }
}
