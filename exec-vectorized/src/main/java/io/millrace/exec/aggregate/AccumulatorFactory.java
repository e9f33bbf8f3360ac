package io.millrace.exec.aggregate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The list of accumulators, by function and type of argument. */
final class AccumulatorFactory {
    private AccumulatorFactory() {}

    /** @throws MillraceException FEATURE_NOT_SUPPORTED if there is none */
    static Accumulator create(AggregateSlot slot, BufferAllocator allocator) {
        Accumulator plain = plain(slot, allocator);
        return plain;
    }

    private static Accumulator plain(AggregateSlot slot, BufferAllocator allocator) {
        List<Expr> arguments = slot.arguments();
        SqlType first = arguments.isEmpty() ? null : arguments.get(0).type();
        boolean sparse = slot.sparse();
        return switch (slot.function()) {
            case COUNT -> new CountAccumulator(allocator);
            case SUM -> first.isApproximate()
                    ? new DoubleSumAccumulator(allocator, slot.type(), sparse)
                    : new SumAccumulator(allocator, summable(first), slot.type(), sparse, false);
            case MIN, BOOL_AND -> extreme(slot, first, false, allocator);
            case MAX, BOOL_OR -> extreme(slot, first, true, allocator);
            default -> throw unsupported(slot);
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
        throw unsupported(slot);
    }

    private static MillraceException unsupported(AggregateSlot slot) {
        return new MillraceException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                slot.function() + " of " + slot.arguments().stream().map(Expr::type).toList() + " is not supported");
    }
}
