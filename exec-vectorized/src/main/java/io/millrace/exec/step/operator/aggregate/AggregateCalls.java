package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode.Aggregate;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.BufferAllocator;

/** The accumulators of all calls of an aggregation, with their FILTERs in front. */
public final class AggregateCalls implements AutoCloseable {
    private final BufferAllocator allocator;
    private final List<AggregateCall> calls;
    private final List<Accumulator> accumulators = new ArrayList<>();

    /** {@code setOf}: which grouping set a group belongs to. */
    public AggregateCalls(BufferAllocator allocator, Aggregate node, boolean appendOnly, IntUnaryOperator setOf) {
        this.allocator = allocator;
        this.calls = node.calls();
        for (AggregateCall call : calls) {
            accumulators.add(Accumulators.of(allocator, node, call, appendOnly, setOf));
        }
    }

    /** Whether a literal argument belongs to the function itself (a separator, a fraction), rather than being a value. */
    public static boolean isParameter(AggregateFunction function, int argument) {
        return switch (function) {
            case STRING_AGG, APPROX_PERCENTILE -> argument == 1;
            case PERCENTILE_CONT, PERCENTILE_DISC -> argument == 0;
            default -> false;
        };
    }

    public boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Makes room for groups; {@code rowCounts} by group is kept up by the caller. */
    public void reserve(int capacity, long[] rowCounts) {
        for (Accumulator accumulator : accumulators) {
            accumulator.reserve(capacity);
            if (accumulator instanceof RowCountAccumulator shared) {
                shared.share(rowCounts);
            }
        }
    }

    public void add(Accumulator.Rows rows) {
        for (int i = 0; i < calls.size(); i++) {
            int filter = calls.get(i).filter();
            accumulators.get(i).add(filter < 0 ? rows : filtered(rows, filter));
        }
    }

    private Accumulator.Rows filtered(Accumulator.Rows rows, int filter) {
        try (Column flat = rows.batch().column(filter).flatten(allocator)) {
            FixedColumn conditions = (FixedColumn) flat;
            int[] positions = new int[rows.count()];
            int[] groups = new int[rows.count()];
            long[] weights = rows.weights() == null ? null : new long[rows.count()];
            int count = 0;
            for (int i = 0; i < rows.count(); i++) {
                int position = rows.position(i);
                if (!conditions.isNull(position) && conditions.booleanAt(position)) {
                    positions[count] = position;
                    groups[count] = rows.groups()[i];
                    if (weights != null) {
                        weights[count] = rows.weight(i);
                    }
                    count++;
                }
            }
            return new Accumulator.Rows(rows.batch(), positions, count, groups, weights);
        }
    }

    /** One column a call, owned by the caller. */
    public List<Column> results(int[] groups, int count, Accumulator.ErrorConsumer errors) {
        List<Column> columns = new ArrayList<>(calls.size());
        for (Accumulator accumulator : accumulators) {
            columns.add(accumulator.result(groups, count, errors));
        }
        return columns;
    }

    public void clear(int group) {
        accumulators.forEach(a -> a.clear(group));
    }

    /** Call between steps. */
    public void compact() {
        accumulators.forEach(Accumulator::compact);
    }

    /** Writes what there is of a group into its page. */
    public void save(int group, PageWriter page) {
        accumulators.forEach(a -> a.save(group, page));
    }

    /** Takes on what {@link #save} wrote, for a group that is empty. */
    public void load(int group, PageReader page) {
        accumulators.forEach(a -> a.load(group, page));
    }

    /** Whether a group may keep as many values as it has rows. */
    public boolean keepsValues() {
        return accumulators.stream().anyMatch(Accumulator::keepsValues);
    }

    public long bytes() {
        return accumulators.stream().mapToLong(Accumulator::bytes).sum();
    }

    public void write(StateWriter out, int limit) {
        accumulators.forEach(a -> a.write(out, limit));
    }

    public void read(StateReader in, int limit) {
        accumulators.forEach(a -> a.read(in, limit));
    }

    @Override
    public void close() {
        accumulators.forEach(Accumulator::close);
    }
}
