package io.millrace.common.plan;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import java.util.List;

/**
 * One aggregate of an {@link PlanNode.Aggregate} or {@link PlanNode.Window}.
 *
 * @param function which
 * @param arguments columns of the input, or literals (separators, fractions, offsets)
 * @param distinct count each distinct argument once
 * @param filter index of a BOOLEAN input column that says which rows count, or -1
 * @param orderBy for ordered aggregates; empty otherwise
 * @param ignoreNulls for LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE
 * @param type of the result
 */
public record AggregateCall(
        AggregateFunction function, List<Expr> arguments, boolean distinct, int filter, List<SortKey> orderBy, boolean ignoreNulls,
        SqlType type) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
        orderBy = List.copyOf(orderBy);
        for (Expr argument : arguments) {
            assert argument instanceof Expr.ColumnRef || argument instanceof Expr.Literal : argument;
        }
    }

    public static AggregateCall of(AggregateFunction function, SqlType type, Expr... arguments) {
        return new AggregateCall(function, List.of(arguments), false, -1, List.of(), false, type);
    }
}
