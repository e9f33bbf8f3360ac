package io.millrace.exec.step.operator.over;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode.Window;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Computes all calls of an OVER for one partition. */
public final class OverFunctions {
    private final BufferAllocator allocator;
    private final Window node;

    public OverFunctions(BufferAllocator allocator, Window node) {
        this.allocator = allocator;
        this.node = node;
        Frames.check(node.frame(), node.orderKeys(), node.input().schema().fields().stream().map(f -> f.type()).toList());
        for (AggregateCall call : node.calls()) {
            if (call.distinct()) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "DISTINCT is not implemented for window functions");
            }
        }
    }

    /** Whether two neighbours in the partition are peers. */
    public interface Peers {
        boolean areOne(int row, int next);
    }

    /**
     * One column a call, owned by the caller.
     *
     * @param rows in order, without selection, flat
     * @param errors by row, set where a call fails; its value is NULL there
     */
    public List<Column> evaluate(Batch rows, Peers peers, MillraceException[] errors) {
        Partition partition = partition(rows, peers);
        Frames frames = new Frames(node.frame(), partition, node.orderKeys());
        List<Column> columns = new ArrayList<>();
        try {
            for (AggregateCall call : node.calls()) {
                columns.add(evaluate(call, partition, frames, errors));
            }
            return columns;
        } catch (RuntimeException e) {
            columns.forEach(Column::close);
            throw e;
        }
    }

    private static Partition partition(Batch rows, Peers peers) {
        int n = rows.physicalRows();
        int[] starts = new int[n];
        int[] ends = new int[n];
        int[] groups = new int[n];
        for (int i = 1; i < n; i++) {
            boolean peer = peers.areOne(i - 1, i);
            starts[i] = peer ? starts[i - 1] : i;
            groups[i] = groups[i - 1] + (peer ? 0 : 1);
        }
        for (int i = n - 1; i >= 0; i--) {
            ends[i] = i == n - 1 || groups[i + 1] != groups[i] ? i + 1 : ends[i + 1];
        }
        return new Partition(rows, starts, ends, groups);
    }

    private Column evaluate(AggregateCall call, Partition partition, Frames frames, MillraceException[] errors) {
        int n = partition.size();
        return switch (call.function()) {
            case ROW_NUMBER -> numbers(call.type(), n, i -> i + 1L);
            case RANK -> numbers(call.type(), n, i -> partition.peerStarts()[i] + 1L);
            case DENSE_RANK -> numbers(call.type(), n, i -> partition.groups()[i] + 1L);
            case PERCENT_RANK -> fractions(call.type(), n, i -> n == 1 ? 0 : partition.peerStarts()[i] / (double) (n - 1));
            case CUME_DIST -> fractions(call.type(), n, i -> partition.peerEnds()[i] / (double) n);
            case NTILE -> ntile(call, partition, errors);
            case LAG -> shifted(call, partition, -1);
            case LEAD -> shifted(call, partition, 1);
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> ofFrame(call, partition, frames, errors);
            default -> {
                try (FrameAggregates aggregates = new FrameAggregates(allocator, partition, frames, call, node.input().schema())) {
                    yield aggregates.results(errors);
                }
            }
        };
    }

    private interface RowNumber {
        long of(int row);
    }

    private Column numbers(SqlType type, int n, RowNumber number) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, n)) {
            for (int i = 0; i < n; i++) {
                appendNumber(builder, number.of(i));
            }
            return builder.buildAndClose();
        }
    }

    private static void appendNumber(ColumnBuilder builder, long value) {
        if (builder.type().layout() == Layout.INT32) {
            builder.appendInt(Math.toIntExact(value));
        } else {
            builder.appendLong(value);
        }
    }

    private interface RowFraction {
        double of(int row);
    }

    private Column fractions(SqlType type, int n, RowFraction fraction) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, n)) {
            for (int i = 0; i < n; i++) {
                builder.appendDouble(fraction.of(i));
            }
            return builder.buildAndClose();
        }
    }

    private static Object value(AggregateCall call, int argument, Partition partition, int row) {
        return switch (call.arguments().get(argument)) {
            case Expr.Literal literal -> literal.value();
            case Expr.ColumnRef column -> Values.read(partition.rows().column(column.index()), row);
            case Expr other -> throw new AssertionError(other);
        };
    }

    /** The argument's value as it is at the partition's first row counts, as in PostgreSQL. */
    private Column ntile(AggregateCall call, Partition partition, MillraceException[] errors) {
        int n = partition.size();
        Number buckets = n == 0 ? null : (Number) value(call, 0, partition, 0);
        try (ColumnBuilder builder = new ColumnBuilder(allocator, call.type(), n)) {
            for (int i = 0; i < n; i++) {
                if (buckets == null) {
                    builder.appendNull();
                } else if (buckets.longValue() <= 0) {
                    errors[i] = new MillraceException(ErrorCode.INVALID_NTILE_ARGUMENT, "argument of ntile must be greater than zero");
                    builder.appendNull();
                } else {
                    long small = n / buckets.longValue();
                    long larger = n % buckets.longValue();
                    long inLarger = larger * (small + 1);
                    appendNumber(builder, i < inLarger ? i / (small + 1) + 1 : larger + (i - inLarger) / Math.max(1, small) + 1);
                }
            }
            return builder.buildAndClose();
        }
    }

    private Column shifted(AggregateCall call, Partition partition, int direction) {
        int n = partition.size();
        try (ColumnBuilder builder = new ColumnBuilder(allocator, call.type(), n)) {
            for (int i = 0; i < n; i++) {
                Number offset = call.arguments().size() > 1 ? (Number) value(call, 1, partition, i) : (Number) 1L;
                if (offset == null) {
                    builder.appendNull();
                    continue;
                }
                int at = shift(call, partition, i, direction * offset.longValue());
                if (at >= 0 && at < n) {
                    append(builder, call, 0, partition, at);
                } else if (call.arguments().size() > 2) {
                    append(builder, call, 2, partition, i);
                } else {
                    builder.appendNull();
                }
            }
            return builder.buildAndClose();
        }
    }

    /** The row that lies so many rows away, NULLs not counted if they are ignored; outside of the partition if there is none. */
    private static int shift(AggregateCall call, Partition partition, int row, long distance) {
        if (!call.ignoreNulls()) {
            return (int) Math.clamp(row + distance, -1L, partition.size());
        }
        int step = Long.signum(distance);
        int at = row;
        long left = Math.abs(distance);
        while (left > 0 && at >= 0 && at < partition.size()) {
            at += step;
            if (at >= 0 && at < partition.size() && !isNull(call, partition, at)) {
                left--;
            }
        }
        return at;
    }

    private static boolean isNull(AggregateCall call, Partition partition, int row) {
        return switch (call.arguments().get(0)) {
            case Expr.Literal literal -> literal.value() == null;
            case Expr.ColumnRef column -> partition.rows().column(column.index()).isNull(row);
            case Expr other -> throw new AssertionError(other);
        };
    }

    private static void append(ColumnBuilder builder, AggregateCall call, int argument, Partition partition, int row) {
        switch (call.arguments().get(argument)) {
            case Expr.Literal literal -> Values.append(builder, literal.value());
            case Expr.ColumnRef column -> builder.appendFrom(partition.rows().column(column.index()), row);
            case Expr other -> throw new AssertionError(other);
        }
    }

    private Column ofFrame(AggregateCall call, Partition partition, Frames frames, MillraceException[] errors) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, call.type(), partition.size())) {
            for (int i = 0; i < partition.size(); i++) {
                int at = -1;
                try {
                    at = rowOfFrame(call, partition, frames, i);
                } catch (MillraceException e) {
                    errors[i] = e;
                }
                if (at < 0) {
                    builder.appendNull();
                } else {
                    append(builder, call, 0, partition, at);
                }
            }
            return builder.buildAndClose();
        }
    }

    private static int rowOfFrame(AggregateCall call, Partition partition, Frames frames, int row) {
        int start = frames.start(row);
        int end = frames.end(row);
        long wanted = 1;
        if (call.function() == AggregateFunction.NTH_VALUE) {
            Number nth = (Number) value(call, 1, partition, row);
            if (nth == null) {
                return -1;
            }
            if (nth.longValue() <= 0) {
                throw new MillraceException(ErrorCode.INVALID_NTH_VALUE_ARGUMENT, "argument of nth_value must be greater than zero");
            }
            wanted = nth.longValue();
        }
        boolean fromEnd = call.function() == AggregateFunction.LAST_VALUE;
        for (int k = start; k < end; k++) {
            int at = fromEnd ? end - 1 - (k - start) : k;
            boolean counts = !frames.excluded(row, at) && !(call.ignoreNulls() && isNull(call, partition, at));
            if (counts && --wanted == 0) {
                return at;
            }
        }
        return -1;
    }
}
