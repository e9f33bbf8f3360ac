package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Aggregates that read all of a group's values in order: ARRAY_AGG, STRING_AGG, PERCENTILE_CONT and _DISC, MODE, SINGLE_VALUE, HISTOGRAM. */
final class ListAccumulator extends ValuesAccumulator {
    /** Appends one result of {@code count} values, in order with duplicates. */
    interface Result {
        void append(Column values, int count, ColumnBuilder builder);
    }

    private final int resultColumn;
    private final Result result;
    private final boolean nullIfEmpty;

    /** {@code columns}, {@code types}, {@code orderKeys}, {@code required}: see {@link ValuesAccumulator}; {@code resultColumn} among {@code columns}. */
    ListAccumulator(
            BufferAllocator allocator, SqlType type, int[] columns, List<SqlType> types, List<SortKey> orderKeys, int[] required,
            int resultColumn, boolean nullIfEmpty, Result result) {
        super(allocator, type, columns, types, orderKeys, required);
        this.resultColumn = resultColumn;
        this.nullIfEmpty = nullIfEmpty;
        this.result = result;
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, count)) {
            for (int i = 0; i < count; i++) {
                append(groups[i], i, builder, errors);
            }
            return builder.buildAndClose();
        }
    }

    private void append(int group, int row, ColumnBuilder builder, ErrorConsumer errors) {
        int[][] slots = {new int[16]};
        int[] n = {0};
        values.forEach(group, (slot, weight) -> {
            for (long w = weight; w > 0; w--) {
                slots[0] = n[0] == slots[0].length ? Arrays.copyOf(slots[0], 2 * n[0]) : slots[0];
                slots[0][n[0]++] = slot;
            }
        });
        if (n[0] == 0 && nullIfEmpty) {
            builder.appendNull();
            return;
        }
        try (Column ordered = values.decode(slots[0], n[0], resultColumn)) {
            result.append(ordered, n[0], builder);
        } catch (MillraceException e) {
            errors.error(row, e);
            builder.appendNull();
        }
    }

    static void array(Column values, int count, ColumnBuilder builder) {
        for (int i = 0; i < count; i++) {
            builder.child(0).appendFrom(values, i);
        }
        builder.endList();
    }

    static Result joined(String separator) {
        return (values, count, builder) -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < count; i++) {
                text.append(i == 0 ? "" : separator).append(Values.read(values, i));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            builder.appendBytes(bytes, 0, bytes.length);
        };
    }

    /** The first value whose rank reaches the fraction. */
    static Result discrete(double fraction) {
        return (values, count, builder) -> builder.appendFrom(values, (int) Math.max(0, Math.ceil(fraction * count) - 1));
    }

    /** Linear between the two values around the fraction. */
    static Result continuous(double fraction) {
        return (values, count, builder) -> {
            double at = fraction * (count - 1);
            int below = (int) Math.floor(at);
            int above = (int) Math.ceil(at);
            double low = number(Values.read(values, below));
            double high = number(Values.read(values, above));
            double value = below == above ? low : low + (high - low) * (at - below);
            if (builder.type().isApproximate()) {
                builder.appendDouble(value);
            } else {
                BigDecimal exact = exact(Values.read(values, below));
                BigDecimal rest = exact(Values.read(values, above)).subtract(exact).multiply(new BigDecimal(at - below));
                Values.append(builder, exact.add(rest).setScale(builder.type().scale(), RoundingMode.HALF_UP));
            }
        };
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static BigDecimal exact(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }

    /** The value that is there most often; of several the first in order. */
    static void mode(Column values, int count, ColumnBuilder builder) {
        int best = 0;
        int bestCount = 0;
        int start = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || !Values.read(values, i).equals(Values.read(values, start))) {
                if (i - start > bestCount) {
                    bestCount = i - start;
                    best = start;
                }
                start = i;
            }
        }
        builder.appendFrom(values, best);
    }

    static void single(Column values, int count, ColumnBuilder builder) {
        if (count > 1) {
            throw new MillraceException(
                    ErrorCode.CARDINALITY_VIOLATION, "more than one row returned by a subquery used as an expression");
        }
        builder.appendFrom(values, 0);
    }
}
