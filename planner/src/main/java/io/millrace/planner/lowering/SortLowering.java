package io.millrace.planner.lowering;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexNode;

/** ORDER BY, OFFSET and FETCH; constant counts. */
final class SortLowering {
    private SortLowering() {}

    static PlanNode lower(Sort sort, NodeLowering lowering) {
        PlanNode input = lowering.lower(sort.getInput());
        List<SortKey> keys = sort.getCollation().getFieldCollations().stream().map(SortLowering::key).toList();
        long offset = Math.max(0, count(sort.offset, "OFFSET", lowering));
        long fetch = count(sort.fetch, "LIMIT", lowering);
        return keys.isEmpty() && offset == 0 && fetch < 0 ? input : new PlanNode.Sort(input, keys, offset, fetch, false);
    }

    /** NULLs come last in ascending order and first in descending order unless the query says otherwise, as in PostgreSQL. */
    static SortKey key(RelFieldCollation key) {
        boolean descending = key.direction.isDescending();
        boolean nullsFirst =
                switch (key.nullDirection) {
                    case FIRST -> true;
                    case LAST -> false;
                    case UNSPECIFIED -> descending;
                };
        return new SortKey(key.getFieldIndex(), descending, nullsFirst);
    }

    /** -1 for none: not said, NULL, or a parameter without a value. */
    private static long count(RexNode expression, String clause, NodeLowering lowering) {
        if (expression == null) {
            return -1;
        }
        Expr expr = lowering.expression(expression);
        if (expr instanceof Expr.Parameter || expr instanceof Expr.Literal literal && literal.value() == null) {
            return -1;
        }
        if (!(expr instanceof Expr.Literal literal && literal.value() instanceof Number number)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, clause + " takes a constant number, found " + expr);
        }
        long value = number.longValue();
        if (value < 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, clause + " must not be negative, found " + value);
        }
        return value;
    }
}
