package io.millrace.exec.step.operator.over;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.operator.aggregate.Accumulator;
import io.millrace.exec.step.operator.aggregate.AggregateCalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** An aggregate over every row's frame: rows enter and leave one accumulator as the frame moves. */
final class FrameAggregates implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Partition partition;
    private final Frames frames;
    private final AggregateCall call;
    private final AggregateCalls calls;
    private final Batch rows;
    private final long[] rowCounts = new long[1];
    private int[] positions = new int[16];
    private int[] groups = new int[16];
    private long[] weights = new long[16];
    private int from;
    private int to;

    FrameAggregates(BufferAllocator allocator, Partition partition, Frames frames, AggregateCall original, Schema input) {
        this.allocator = allocator;
        this.partition = partition;
        this.frames = frames;
        List<Column> columns = new ArrayList<>(partition.rows().columns());
        columns.forEach(Column::retain);
        List<Field> fields = new ArrayList<>(input.fields());
        this.call = inOrder(withColumns(original, columns, fields), columns, fields);
        this.rows = Batch.of(columns, partition.size());
        Schema result = Schema.of(Field.of("result", call.type()));
        PlanNode.Aggregate node = new PlanNode.Aggregate(
                new PlanNode.Values(new Schema(fields), List.of()), List.of(), List.of(List.of()), List.of(call),
                PlanNode.AggregatePhase.SINGLE, result);
        this.calls = new AggregateCalls(allocator, node, false, group -> 0);
        calls.reserve(1, rowCounts);
    }

    /** Lists are of the frame's rows in their order, which their place in the partition stands for. */
    private AggregateCall inOrder(AggregateCall unordered, List<Column> columns, List<Field> fields) {
        boolean list = unordered.function() == AggregateFunction.ARRAY_AGG || unordered.function() == AggregateFunction.STRING_AGG;
        if (!list || !unordered.orderBy().isEmpty()) {
            return unordered;
        }
        SortKey place = SortKey.ascending(fields.size());
        fields.add(Field.of("place", SqlType.INTEGER));
        try (ColumnBuilder places = new ColumnBuilder(allocator, SqlType.INTEGER, partition.size())) {
            for (int i = 0; i < partition.size(); i++) {
                places.appendInt(i);
            }
            columns.add(places.buildAndClose());
        }
        return new AggregateCall(unordered.function(), unordered.arguments(), unordered.distinct(), unordered.filter(), List.of(place),
                unordered.ignoreNulls(), unordered.type());
    }

    /** Literal values become columns, as accumulators want them. */
    private AggregateCall withColumns(AggregateCall original, List<Column> columns, List<Field> fields) {
        List<Expr> arguments = new ArrayList<>();
        for (int a = 0; a < original.arguments().size(); a++) {
            Expr argument = original.arguments().get(a);
            if (argument instanceof Expr.Literal literal && !AggregateCalls.isParameter(original.function(), a)) {
                columns.add(Values.constant(allocator, literal.type(), literal.value(), partition.size()));
                arguments.add(Expr.column(fields.size(), literal.type()));
                fields.add(Field.of("literal" + fields.size(), literal.type()));
            } else {
                arguments.add(argument);
            }
        }
        return new AggregateCall(original.function(), arguments, original.distinct(), original.filter(), original.orderBy(),
                original.ignoreNulls(), original.type());
    }

    /** One value a row, owned by the caller. */
    Column results(MillraceException[] errors) {
        List<Column> distinct = new ArrayList<>();
        try (ColumnBuilder builder = new ColumnBuilder(allocator, call.type(), partition.size())) {
            MillraceException[] error = new MillraceException[1];
            for (int row = 0; row < partition.size(); row++) {
                int start = frames.start(row);
                int end = Math.max(start, frames.end(row));
                boolean same = row > 0 && start == from && end == to && !frames.excludesAny();
                if (!same) {
                    move(start, end);
                    exclude(row, -1);
                    error[0] = null;
                    distinct.add(calls.results(new int[] {0}, 1, (r, e) -> error[0] = e).get(0));
                    exclude(row, 1);
                }
                if (error[0] != null && errors[row] == null) {
                    errors[row] = error[0];
                }
                builder.appendFrom(distinct.getLast(), 0);
                if (!same && distinct.size() > 1) {
                    distinct.removeFirst().close();
                }
            }
            return builder.buildAndClose();
        } finally {
            distinct.forEach(Column::close);
        }
    }

    private void move(int start, int end) {
        if (start < from || end < to || start >= to) {
            calls.clear(0);
            rowCounts[0] = 0;
            from = start;
            to = start;
        }
        change(to, end, 1);
        change(from, start, -1);
        from = start;
        to = end;
    }

    private void change(int first, int last, int weight) {
        int count = Math.max(0, last - first);
        reserve(count);
        for (int i = 0; i < count; i++) {
            positions[i] = first + i;
            weights[i] = weight;
        }
        add(count, weight);
    }

    private void exclude(int row, int weight) {
        if (!frames.excludesAny()) {
            return;
        }
        int count = 0;
        for (int other = Math.max(from, partition.peerStarts()[row]); other < Math.min(to, partition.peerEnds()[row]); other++) {
            if (frames.excluded(row, other)) {
                reserve(count + 1);
                positions[count] = other;
                weights[count++] = weight;
            }
        }
        add(count, weight);
    }

    private void reserve(int count) {
        if (positions.length < count) {
            int capacity = Math.max(count, 2 * positions.length);
            positions = Arrays.copyOf(positions, capacity);
            weights = Arrays.copyOf(weights, capacity);
            groups = new int[capacity];
        }
    }

    private void add(int count, int weight) {
        if (count > 0) {
            rowCounts[0] += (long) count * weight;
            calls.add(new Accumulator.Rows(rows, positions, count, groups, weights));
        }
    }

    @Override
    public void close() {
        calls.close();
        rows.close();
    }
}
