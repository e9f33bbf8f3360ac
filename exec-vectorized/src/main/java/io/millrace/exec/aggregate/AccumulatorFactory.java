package io.millrace.exec.aggregate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The list of accumulators, by function and type of argument. */
final class AccumulatorFactory {
    private AccumulatorFactory() {}

    /**
     * An accumulator, which is given the arguments and then the columns of the order keys, of the types {@code orderTypes}.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED if there is none
     */
    static Accumulator create(AggregateSlot slot, List<SqlType> orderTypes, BufferAllocator allocator) {
        Accumulator plain = plain(slot, orderTypes, allocator);
        if (!slot.distinct() || !matters(slot.function())) {
            return plain;
        }
        List<SqlType> types = new ArrayList<>(slot.arguments().stream().map(Expr::type).toList());
        types.addAll(orderTypes);
        return new DistinctAccumulator(allocator, plain, types);
    }

    /** Whether equal rows change the result. */
    private static boolean matters(AggregateFunction function) {
        return switch (function) {
            case MIN, MAX, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, ANY_VALUE, MIN_BY, MAX_BY, APPROX_COUNT_DISTINCT -> false;
            default -> true;
        };
    }

    private static Accumulator plain(AggregateSlot slot, List<SqlType> orderTypes, BufferAllocator allocator) {
        List<SqlType> types = slot.arguments().stream().map(Expr::type).toList();
        SqlType first = types.isEmpty() ? null : types.get(0);
        boolean sparse = slot.sparse();
        return switch (slot.function()) {
            case COUNT, REGR_COUNT -> new CountAccumulator(allocator);
            case SUM -> first.isApproximate()
                    ? new DoubleSumAccumulator(allocator, slot.type(), sparse)
                    : new SumAccumulator(allocator, summable(first), slot.type(), sparse, false);
            case MIN, BOOL_AND -> extreme(slot, first, false, allocator);
            case MAX, BOOL_OR -> extreme(slot, first, true, allocator);
            case ANY_VALUE -> new BestRowAccumulator(allocator, types.subList(0, 1), BestRowAccumulator.Rule.FIRST, 0);
            case SINGLE_VALUE -> new BestRowAccumulator(allocator, types.subList(0, 1), BestRowAccumulator.Rule.ONLY, -1);
            case MIN_BY -> new BestRowAccumulator(allocator, pair(slot, types), BestRowAccumulator.Rule.LEAST, 1);
            case MAX_BY -> new BestRowAccumulator(allocator, pair(slot, types), BestRowAccumulator.Rule.GREATEST, 1);
            case BIT_AND, BIT_OR, BIT_XOR -> {
                if (!first.isInteger() || first.layout() != slot.type().layout()) {
                    throw unsupported(slot);
                }
                yield new BitAccumulator(allocator, slot.function(), slot.type(), sparse);
            }
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> moments(slot, types, false, allocator);
            case COVAR_POP, COVAR_SAMP, CORR, REGR_SLOPE, REGR_INTERCEPT, REGR_R2, REGR_AVGX, REGR_AVGY, REGR_SXX, REGR_SYY, REGR_SXY ->
                    moments(slot, types, true, allocator);
            case APPROX_COUNT_DISTINCT -> new DistinctCountAccumulator(slot.type());
            case ARRAY_AGG, STRING_AGG, JSON_AGG, JSON_OBJECT_AGG, MAP_AGG, HISTOGRAM, MODE, PERCENTILE_CONT, PERCENTILE_DISC,
                    APPROX_PERCENTILE ->
                    CollectingAggregates.create(slot, orderTypes, allocator);
            case AVG, GROUPING -> throw new AssertionError(slot.function() + " is made of others");
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE ->
                    throw unsupported(slot);
        };
    }

    private static SqlType summable(SqlType type) {
        Layout layout = type.layout();
        if (layout != Layout.INT32 && layout != Layout.INT64 && layout != Layout.INT128) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "SUM of " + type);
        }
        return type;
    }

    private static Accumulator extreme(AggregateSlot slot, SqlType type, boolean max, BufferAllocator allocator) {
        if (ExtremeAccumulator.takes(type)) {
            return new ExtremeAccumulator(allocator, type, max, slot.sparse());
        }
        return new BestRowAccumulator(
                allocator, List.of(type), max ? BestRowAccumulator.Rule.GREATEST : BestRowAccumulator.Rule.LEAST, 0);
    }

    private static List<SqlType> pair(AggregateSlot slot, List<SqlType> types) {
        if (types.size() != 2) {
            throw unsupported(slot);
        }
        return types;
    }

    private static Accumulator moments(AggregateSlot slot, List<SqlType> types, boolean pairs, BufferAllocator allocator) {
        boolean fits = types.size() == (pairs ? 2 : 1) && types.stream().allMatch(SqlType::isNumeric) && slot.type().isNumeric()
                && !slot.type().isInteger();
        if (!fits) {
            throw unsupported(slot);
        }
        return new MomentsAccumulator(allocator, slot.function(), slot.type(), pairs);
    }

    private static MillraceException unsupported(AggregateSlot slot) {
        return new MillraceException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                slot.function() + " of " + slot.arguments().stream().map(Expr::type).toList() + " is not supported");
    }
}
