package io.millrace.planner.lowering;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.planner.relation.Refusals;
import java.util.Locale;
import org.apache.calcite.sql.SqlAggFunction;

/** Which of our aggregates one of Calcite's is, by name. */
final class AggregateFunctions {
    private AggregateFunctions() {}

    static AggregateFunction of(SqlAggFunction function) {
        String name = function.getName().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "$SUM0" -> AggregateFunction.SUM;
            case "EVERY", "LOGICAL_AND" -> AggregateFunction.BOOL_AND;
            case "SOME", "LOGICAL_OR" -> AggregateFunction.BOOL_OR;
            case "BITAND" -> AggregateFunction.BIT_AND;
            case "BITOR" -> AggregateFunction.BIT_OR;
            case "BITXOR" -> AggregateFunction.BIT_XOR;
            case "STDDEV" -> AggregateFunction.STDDEV_SAMP;
            case "VARIANCE" -> AggregateFunction.VAR_SAMP;
            case "LISTAGG" -> AggregateFunction.STRING_AGG;
            case "COLLECT", "ARRAY_CONCAT_AGG" -> AggregateFunction.ARRAY_AGG;
            case "ARG_MIN" -> AggregateFunction.MIN_BY;
            case "ARG_MAX" -> AggregateFunction.MAX_BY;
            case "GROUPING_ID" -> AggregateFunction.GROUPING;
            default -> {
                for (AggregateFunction ours : AggregateFunction.values()) {
                    if (ours.name().equals(name)) {
                        yield ours;
                    }
                }
                throw Refusals.unsupported("the aggregate function " + function.getName());
            }
        };
    }

    /** Whether argument {@code index} is a setting rather than a value of the row: it must be a constant. */
    static boolean isSetting(AggregateFunction function, int index) {
        return switch (function) {
            case STRING_AGG, APPROX_PERCENTILE, HISTOGRAM -> index == 1;
            case PERCENTILE_CONT, PERCENTILE_DISC, NTILE -> index == 0;
            case NTH_VALUE, LAG, LEAD -> index == 1;
            default -> false;
        };
    }

    /** Whether the result of no rows is zero where ours is NULL. */
    static boolean zeroOfNone(SqlAggFunction function) {
        return function.getName().equals("$SUM0");
    }
}
