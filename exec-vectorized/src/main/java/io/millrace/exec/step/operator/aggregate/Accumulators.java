package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode.Aggregate;
import io.millrace.common.type.SqlType;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.BufferAllocator;

/** Chooses the accumulator of a call. */
final class Accumulators {
    private Accumulators() {}

    static Accumulator of(BufferAllocator allocator, Aggregate node, AggregateCall call, boolean appendOnly, IntUnaryOperator setOf) {
        AggregateFunction function = call.function();
        return switch (function) {
            case COUNT -> call.arguments().isEmpty()
                    ? call.filter() < 0 ? new RowCountAccumulator(allocator, call.type()) : new CountAccumulator(allocator, call.type())
                    : new CountAccumulator(allocator, call.type(), columns(call));
            case REGR_COUNT -> new CountAccumulator(allocator, call.type(), columns(call));
            case SUM, AVG -> sum(allocator, call);
            case BOOL_AND, BOOL_OR -> new BooleanAccumulator(allocator, column(call, 0), function == AggregateFunction.BOOL_AND);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
                    new MomentsAccumulator(allocator, function, call.type(), column(call, 0), -1);
            case COVAR_POP, COVAR_SAMP, CORR, REGR_SLOPE, REGR_INTERCEPT, REGR_R2, REGR_AVGX, REGR_AVGY, REGR_SXX, REGR_SYY, REGR_SXY ->
                    new MomentsAccumulator(allocator, function, call.type(), column(call, 0), column(call, 1));
            case GROUPING -> new GroupingAccumulator(allocator, node, call, setOf);
            default -> throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "a continuous view does not keep " + function + " yet");
        };
    }

    private static Accumulator sum(BufferAllocator allocator, AggregateCall call) {
        boolean average = call.function() == AggregateFunction.AVG;
        SqlType argumentType = call.arguments().get(0).type();
        return argumentType.isApproximate()
                ? new FloatSumAccumulator(allocator, call.type(), column(call, 0), average)
                : new ExactSumAccumulator(allocator, call.type(), argumentType, column(call, 0), average);
    }

    private static int column(AggregateCall call, int argument) {
        return ((Expr.ColumnRef) call.arguments().get(argument)).index();
    }

    private static int[] columns(AggregateCall call) {
        return call.arguments().stream().mapToInt(a -> ((Expr.ColumnRef) a).index()).toArray();
    }
}
