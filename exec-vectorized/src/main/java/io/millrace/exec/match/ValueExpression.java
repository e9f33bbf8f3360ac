package io.millrace.exec.match;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.MatchValue;
import io.millrace.exec.scan.ColumnReferences;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** An expression and the values that it reads, which are its columns in this order. */
record ValueExpression(Expr expr, List<MatchValue> values) {
    static ValueExpression of(Expr expr, List<MatchValue> all) {
        BitSet read = ColumnReferences.of(expr);
        int[] at = new int[all.size()];
        List<MatchValue> values = new ArrayList<>();
        for (int v = read.nextSetBit(0); v >= 0; v = read.nextSetBit(v + 1)) {
            at[v] = values.size();
            values.add(all.get(v));
        }
        return new ValueExpression(ColumnReferences.remap(expr, at), values);
    }
}
