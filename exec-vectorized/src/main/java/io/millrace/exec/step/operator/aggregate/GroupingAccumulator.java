package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode.Aggregate;
import io.millrace.common.type.Layout;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.BufferAllocator;

/** GROUPING(columns): a bit a column, the last one lowest, set if the column is not in the group's grouping set. */
final class GroupingAccumulator implements Accumulator {
    private final BufferAllocator allocator;
    private final AggregateCall call;
    private final IntUnaryOperator setOf;
    private final long[] masks;

    GroupingAccumulator(BufferAllocator allocator, Aggregate node, AggregateCall call, IntUnaryOperator setOf) {
        this.allocator = allocator;
        this.call = call;
        this.setOf = setOf;
        this.masks = new long[node.groupingSets().size()];
        for (int s = 0; s < masks.length; s++) {
            for (Expr argument : call.arguments()) {
                int position = node.keys().indexOf(((Expr.ColumnRef) argument).index());
                masks[s] = masks[s] << 1 | (node.groupingSets().get(s).contains(position) ? 0 : 1);
            }
        }
    }

    @Override
    public void reserve(int capacity) {}

    @Override
    public void add(Rows rows) {}

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, call.type(), count)) {
            for (int i = 0; i < count; i++) {
                long mask = masks[setOf.applyAsInt(groups[i])];
                if (call.type().layout() == Layout.INT32) {
                    builder.appendInt((int) mask);
                } else {
                    builder.appendLong(mask);
                }
            }
            return builder.buildAndClose();
        }
    }

    @Override
    public void clear(int group) {}

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public void save(int group, PageWriter page) {}

    @Override
    public void load(int group, PageReader page) {}

    @Override
    public void write(StateWriter out, int limit) {}

    @Override
    public void read(StateReader in, int limit) {}
}
