package io.millrace.exec.aggregate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Makes the {@link CollectAccumulator} of an aggregate: which columns it keeps, in which order, and what becomes of them. */
final class CollectingAggregates {
    private final AggregateSlot slot;
    private final List<SqlType> types = new ArrayList<>();
    private final int[] kept;
    private final int keysFrom;

    private CollectingAggregates(AggregateSlot slot, List<SqlType> orderTypes) {
        this.slot = slot;
        List<Integer> columns = new ArrayList<>();
        for (int a = 0; a < slot.arguments().size(); a++) {
            if (!isSetting(slot, a)) {
                columns.add(a);
                types.add(slot.arguments().get(a).type());
            }
        }
        this.keysFrom = types.size();
        for (int o = 0; o < orderTypes.size(); o++) {
            columns.add(slot.arguments().size() + o);
            types.add(orderTypes.get(o));
        }
        this.kept = columns.stream().mapToInt(i -> i).toArray();
    }

    private static boolean isSetting(AggregateSlot slot, int argument) {
        boolean literal = slot.arguments().get(argument) instanceof Expr.Literal;
        return switch (slot.function()) {
            case PERCENTILE_CONT, PERCENTILE_DISC -> literal && argument == 0;
            case STRING_AGG, APPROX_PERCENTILE -> literal && argument == 1;
            default -> false;
        };
    }

    static Accumulator create(AggregateSlot slot, List<SqlType> orderTypes, BufferAllocator allocator) {
        CollectingAggregates plan = new CollectingAggregates(slot, orderTypes);
        return new CollectAccumulator(allocator, plan.result(), slot.type(), plan.types, plan.kept);
    }

    private CollectedResult result() {
        return switch (slot.function()) {
            case ARRAY_AGG -> CollectedResults.array(order());
            case STRING_AGG -> string();
            case JSON_AGG -> CollectedResults.json(order());
            case JSON_OBJECT_AGG -> CollectedResults.jsonObject(order());
            case MAP_AGG -> CollectedResults.map(order());
            case HISTOGRAM -> histogram();
            case MODE -> CollectedResults.mode(orderOfFirst());
            case PERCENTILE_CONT -> percentile(0, true);
            case PERCENTILE_DISC -> percentile(0, false);
            case APPROX_PERCENTILE -> percentile(1, !sameKind());
            default -> throw new AssertionError(slot);
        };
    }

    private boolean sameKind() {
        return !types.isEmpty() && types.get(0).kind() == slot.type().kind() && types.get(0).scale() == slot.type().scale();
    }

    private MemberOrder order() {
        return new MemberOrder(types, keysFrom, slot.orderBy());
    }

    /** Of functions over one column, which is an argument or, with WITHIN GROUP, the order key. */
    private MemberOrder orderOfFirst() {
        if (types.isEmpty()) {
            throw unsupported();
        }
        return slot.orderBy().isEmpty() ? new MemberOrder(types, 0, List.of(SortKey.ascending(0))) : order();
    }

    private CollectedResult string() {
        if (!slot.arguments().get(0).type().isCharacter()) {
            throw unsupported();
        }
        if (slot.arguments().size() > 1 && slot.arguments().get(1) instanceof Expr.Literal separator) {
            return CollectedResults.string(order(), separator.value() == null ? "" : (String) separator.value());
        }
        return CollectedResults.string(order(), slot.arguments().size() > 1 ? null : "");
    }

    private CollectedResult histogram() {
        boolean counts = slot.arguments().size() == 1 && slot.type().kind() == SqlType.Kind.MAP
                && slot.type().fields().get(1).type().kind() == SqlType.Kind.BIGINT;
        if (!counts) {
            throw unsupported();
        }
        return CollectedResults.histogram(orderOfFirst());
    }

    private CollectedResult percentile(int fractionArgument, boolean continuous) {
        MemberOrder order = orderOfFirst();
        if (slot.arguments().size() <= fractionArgument || !(slot.arguments().get(fractionArgument) instanceof Expr.Literal literal)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "the fraction of " + slot.function() + " must be a constant");
        }
        if (literal.value() == null) {
            return CollectedResults.nothing();
        }
        if (!(literal.value() instanceof Number number)) {
            throw unsupported();
        }
        double fraction = number.doubleValue();
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new MillraceException(
                    ErrorCode.NUMERIC_OUT_OF_RANGE, "percentile value " + literal.value() + " is not between 0 and 1");
        }
        if (!continuous) {
            return CollectedResults.discretePercentile(order, fraction);
        }
        if (!Interpolation.takes(types.get(0), slot.type())) {
            throw unsupported();
        }
        return CollectedResults.continuousPercentile(order, fraction);
    }

    private MillraceException unsupported() {
        AggregateFunction function = slot.function();
        return new MillraceException(
                ErrorCode.FEATURE_NOT_SUPPORTED, function + " of " + types + " with a result of " + slot.type() + " is not supported");
    }
}
