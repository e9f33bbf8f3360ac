package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode.Aggregate;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.BufferAllocator;

/** Chooses the accumulator of a call. */
final class Accumulators {
    private Accumulators() {}

    static Accumulator of(BufferAllocator allocator, Aggregate node, AggregateCall call, boolean appendOnly, IntUnaryOperator setOf) {
        Accumulator plain = plain(allocator, node, call, appendOnly && !call.distinct(), setOf);
        boolean matters = switch (call.function()) {
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, MIN_BY, MAX_BY, GROUPING -> false;
            default -> true;
        };
        if (!call.distinct() || !matters) {
            return plain;
        }
        int[] columns =
                call.arguments().stream().filter(Expr.ColumnRef.class::isInstance).mapToInt(a -> ((Expr.ColumnRef) a).index()).toArray();
        return new DistinctAccumulator(
                allocator, plain, Arrays.stream(columns).mapToObj(node.input().schema()::type).toList(), columns);
    }

    private static Accumulator plain(
            BufferAllocator allocator, Aggregate node, AggregateCall call, boolean appendOnly, IntUnaryOperator setOf) {
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
            case MIN, MAX, ANY_VALUE -> extreme(allocator, call, function != AggregateFunction.MAX, appendOnly);
            case MIN_BY, MAX_BY -> ExtremeAccumulator.by(
                    allocator, call.type(), column(call, 0), call.arguments().get(0).type(), column(call, 1),
                    call.arguments().get(1).type(), function == AggregateFunction.MIN_BY, appendOnly);
            case BIT_AND, BIT_OR, BIT_XOR -> new BitsAccumulator(allocator, function, call.type(), column(call, 0));
            case ARRAY_AGG -> list(allocator, node, call, false, true, ListAccumulator::array);
            case STRING_AGG -> list(allocator, node, call, true, true, ListAccumulator.joined(separator(call)));
            case SINGLE_VALUE -> list(allocator, node, call, false, true, ListAccumulator::single);
            case MODE -> ordered(allocator, node, call, ListAccumulator::mode);
            case PERCENTILE_DISC -> ordered(allocator, node, call, ListAccumulator.discrete(fraction(call)));
            case PERCENTILE_CONT -> ordered(allocator, node, call, ListAccumulator.continuous(fraction(call)));
            case GROUPING -> new GroupingAccumulator(allocator, node, call, setOf);
            default -> throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "a continuous view does not keep " + function + " yet");
        };
    }

    private static Accumulator extreme(BufferAllocator allocator, AggregateCall call, boolean least, boolean appendOnly) {
        SqlType argument = call.arguments().get(0).type();
        return appendOnly && NumberExtremeAccumulator.takes(call.type(), argument)
                ? new NumberExtremeAccumulator(allocator, call.type(), column(call, 0), least)
                : ExtremeAccumulator.of(allocator, call.type(), column(call, 0), argument, least, appendOnly);
    }

    /** Of the first argument's values in the call's order, ties by the value, then by the order's other columns. */
    private static Accumulator list(
            BufferAllocator allocator, Aggregate node, AggregateCall call, boolean skipNulls, boolean nullIfEmpty,
            ListAccumulator.Result result) {
        if (call.distinct() && call.orderBy().stream().anyMatch(key -> key.column() != column(call, 0))) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list");
        }
        int value = column(call, 0);
        List<Integer> columns = new ArrayList<>();
        List<SortKey> keys = new ArrayList<>();
        for (SortKey key : call.orderBy()) {
            if (!columns.contains(key.column())) {
                keys.add(new SortKey(columns.size(), key.descending(), key.nullsFirst()));
                columns.add(key.column());
            }
        }
        if (!columns.contains(value)) {
            columns.add(value);
        }
        // Ties by the input's remaining columns from left to right, as everywhere; they are kept only where an order was asked for.
        for (int c = 0; c < node.input().schema().size() && !call.orderBy().isEmpty() && !call.distinct(); c++) {
            if (!columns.contains(c)) {
                columns.add(c);
            }
        }
        int[] all = columns.stream().mapToInt(Integer::intValue).toArray();
        return new ListAccumulator(
                allocator, call.type(), all, columns.stream().map(node.input().schema()::type).toList(), keys,
                skipNulls ? new int[] {value} : new int[0], columns.indexOf(value), nullIfEmpty, result);
    }

    /** WITHIN GROUP (ORDER BY value). */
    private static Accumulator ordered(BufferAllocator allocator, Aggregate node, AggregateCall call, ListAccumulator.Result result) {
        SortKey key = call.orderBy().isEmpty() ? SortKey.ascending(column(call, 0)) : call.orderBy().get(0);
        return new ListAccumulator(
                allocator, call.type(), new int[] {key.column()}, List.of(node.input().schema().type(key.column())),
                List.of(new SortKey(0, key.descending(), key.nullsFirst())), new int[] {key.column()}, 0, true, result);
    }

    private static double fraction(AggregateCall call) {
        if (call.arguments().get(0) instanceof Expr.Literal literal && literal.value() instanceof Number number
                && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        if (call.arguments().get(0) instanceof Expr.Literal literal && literal.value() == null) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a continuous view keeps no percentile of the fraction NULL");
        }
        throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                "percentile value " + call.arguments().get(0) + " is not between 0 and 1");
    }

    private static String separator(AggregateCall call) {
        if (call.arguments().size() < 2) {
            return "";
        }
        if (call.arguments().get(1) instanceof Expr.Literal literal) {
            return literal.value() == null ? "" : literal.value().toString();
        }
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a continuous view keeps string_agg with a literal separator only");
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
