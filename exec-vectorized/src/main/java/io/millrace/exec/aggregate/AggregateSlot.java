package io.millrace.exec.aggregate;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import java.util.List;

/**
 * One accumulator of an aggregation. Calls that need the same one share it: AVG(x) is SUM(x) over COUNT(x), and COUNT(x) of a column without NULLs
 * costs what COUNT(*) costs.
 *
 * @param type of the result, or of the sum for an average
 */
record AggregateSlot(AggregateFunction function, List<Expr> arguments, boolean distinct, int filter, List<SortKey> orderBy, SqlType type) {
    /** Whether groups may exist that no row is added for. */
    boolean sparse() {
        return distinct || filter >= 0;
    }
}
