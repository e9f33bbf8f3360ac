package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode.Window;
import io.millrace.exec.step.operator.over.OverFunctions;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.WeightedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * OVER: partitions in order; a partition that a step touches is computed anew, and what differs comes out. Equal rows are ranked by their order among
 * themselves, which nobody can tell apart.
 */
public final class OverOperator extends GroupedRowsOperator {
    private final OverFunctions functions;
    private final WeightedRows changes;

    /** {@code ttlMicros}: after which a partition leaves that no row touches. */
    public OverOperator(OperatorContext context, int number, StepOperator input, Window node, long ttlMicros) {
        super(context, number, input, node.input().schema(), node.partitionKeys(), node.orderKeys(), ttlMicros,
                node.partitionKeys().isEmpty() ? "OVER without PARTITION BY keeps all rows under one key" : null);
        this.functions = new OverFunctions(allocator(), node);
        this.changes = new WeightedRows(allocator(), node.schema());
    }

    @Override
    protected void change(int keySlot, int sign) {
        int[][] slots = {new int[16]};
        int[] count = {0};
        state.forEach(keySlot, slot -> {
            for (long w = state.weight(slot); w > 0; w--) {
                slots[0] = count[0] == slots[0].length ? Arrays.copyOf(slots[0], 2 * count[0]) : slots[0];
                slots[0][count[0]++] = slot;
            }
            return true;
        });
        if (count[0] > 0) {
            change(slots[0], count[0], sign);
        }
    }

    private void change(int[] slots, int count, int sign) {
        MillraceException[] errors = new MillraceException[count];
        try (Batch rows = Batch.of(state.decode(slots, count), count)) {
            List<Column> columns = new ArrayList<>(functions.evaluate(
                    rows,
                    (a, b) -> slots[a] == slots[b]
                            || state.ordering().compareKeys(
                                    state.rows().rows().address(slots[a]), state.rows().rows().address(slots[b])) == 0,
                    errors));
            rows.columns().forEach(Column::retain);
            columns.addAll(0, rows.columns());
            int[] sound = new int[count];
            int soundCount = 0;
            for (int i = 0; i < count; i++) {
                if (errors[i] == null) {
                    sound[soundCount++] = i;
                } else {
                    context.report(this, errors[i], sign);
                }
            }
            Selection selection = soundCount == count ? null : new Selection(sound, soundCount);
            try (Batch all = new Batch(columns, count, selection, Deltas.constantWeight(allocator(), sign, count))) {
                changes.add(all);
            }
        }
    }

    @Override
    protected void emitChanges() {
        changes.drainTo(context.batchRows(), this::emit);
        changes.clear();
    }

    @Override
    public long stateBytes() {
        return super.stateBytes() + changes.bytes();
    }

    @Override
    public void close() {
        super.close();
        changes.close();
    }
}
