package io.millrace.planner.function;

import io.millrace.common.expr.AggregateFunction;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Aggregates and window functions: which operators queries may name, and which function each one is. */
public final class Aggregates {
    static final List<SqlOperator> OPERATORS = List.of(SqlStdOperatorTable.COUNT, SqlStdOperatorTable.SUM, SqlStdOperatorTable.AVG,
            SqlStdOperatorTable.MIN, SqlStdOperatorTable.MAX, SqlStdOperatorTable.ROW_NUMBER, SqlStdOperatorTable.RANK,
            SqlStdOperatorTable.DENSE_RANK, SqlStdOperatorTable.GROUPING);

    private static final Map<SqlKind, AggregateFunction> BY_KIND = Map.ofEntries(
            Map.entry(SqlKind.COUNT, AggregateFunction.COUNT),
            Map.entry(SqlKind.SUM, AggregateFunction.SUM),
            Map.entry(SqlKind.SUM0, AggregateFunction.SUM),
            Map.entry(SqlKind.AVG, AggregateFunction.AVG),
            Map.entry(SqlKind.MIN, AggregateFunction.MIN),
            Map.entry(SqlKind.MAX, AggregateFunction.MAX),
            Map.entry(SqlKind.SINGLE_VALUE, AggregateFunction.SINGLE_VALUE),
            Map.entry(SqlKind.ANY_VALUE, AggregateFunction.ANY_VALUE),
            Map.entry(SqlKind.GROUPING, AggregateFunction.GROUPING),
            Map.entry(SqlKind.ROW_NUMBER, AggregateFunction.ROW_NUMBER),
            Map.entry(SqlKind.RANK, AggregateFunction.RANK),
            Map.entry(SqlKind.DENSE_RANK, AggregateFunction.DENSE_RANK));

    private Aggregates() {}

    /** Which function an aggregate or window operator is. SUM0 is SUM too: a caller that meets it adds the zero. */
    public static AggregateFunction function(SqlAggFunction operator) {
        AggregateFunction function = BY_KIND.get(operator.getKind());
        if (function == null) {
            throw new IllegalStateException("aggregate without function: " + operator.getName());
        }
        return function;
    }

    static List<FunctionCatalog.Entry> entries() {
        return List.of();
    }
}
