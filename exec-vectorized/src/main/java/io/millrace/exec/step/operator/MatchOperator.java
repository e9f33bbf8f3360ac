package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode.Match;
import io.millrace.exec.match.MatchDefinition;
import io.millrace.exec.match.MatchRun;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.WeightedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * MATCH_RECOGNIZE: partitions in order; a partition that a step touches is searched anew, and what differs comes out. If the search raises an error, the
 * partition has that error in the place of its matches.
 */
public final class MatchOperator extends GroupedRowsOperator {
    private final MatchRun run;
    private final WeightedRows changes;

    /** {@code ttlMicros}: after which a partition leaves that no row touches. */
    public MatchOperator(OperatorContext context, int number, StepOperator input, Match node, long ttlMicros) {
        super(context, number, input, node.input().schema(), node.partitionKeys(), node.orderKeys(), ttlMicros,
                node.partitionKeys().isEmpty() ? "MATCH_RECOGNIZE without PARTITION BY keeps all rows under one key" : null);
        this.run = new MatchRun(new MatchDefinition(node), context.evaluation(), () -> {});
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
        List<Batch> found = new ArrayList<>();
        try {
            run.begin(Batch.of(state.decode(slots, count), count), new int[] {0, count});
            for (Batch batch = run.next(context.batchRows()); batch != null; batch = run.next(context.batchRows())) {
                found.add(batch);
            }
            for (Batch batch : found) {
                List<Column> columns = batch.columns();
                columns.forEach(Column::retain);
                try (Batch weighted =
                        new Batch(columns, batch.physicalRows(), null, Deltas.constantWeight(allocator(), sign, batch.physicalRows()))) {
                    changes.add(weighted);
                }
            }
        } catch (MillraceException e) {
            context.report(this, e, sign);
        } finally {
            found.forEach(Batch::close);
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
        run.close();
        changes.close();
    }
}
