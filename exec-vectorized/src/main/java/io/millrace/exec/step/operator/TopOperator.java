package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode.Sort;
import io.millrace.exec.step.state.Deltas;
import java.util.Arrays;
import java.util.List;

/**
 * ORDER BY … OFFSET … FETCH: the rows from one rank to another, ties broken by the remaining columns from left to right. A step walks the order from
 * its start to the last rank that is wanted, before and after; what changed in between comes out.
 */
public final class TopOperator extends GroupedRowsOperator {
    private final Sort node;
    /** By row slot: by how much the row's weight in the result changes in this step. */
    private long[] pending = new long[0];
    private int[] pendingSlots = new int[64];
    private int pendingCount;
    private boolean[] isPending = new boolean[0];

    public TopOperator(OperatorContext context, int number, StepOperator input, Sort node) {
        super(context, number, input, node.schema(), List.of(), node.keys(), Long.MAX_VALUE,
                "ORDER BY with LIMIT or OFFSET keeps all rows in one order");
        this.node = node;
    }

    /** Where the walk stands. */
    private final class Walk {
        private long toSkip = node.offset();
        private long toTake = node.fetch() < 0 ? Long.MAX_VALUE : node.fetch();
        private int lastTaken = -1;
        private final int sign;

        Walk(int sign) {
            this.sign = sign;
        }

        boolean visit(int slot) {
            long weight = state.weight(slot);
            if (weight <= 0) {
                return true;
            }
            long skipped = Math.min(toSkip, weight);
            toSkip -= skipped;
            long rest = weight - skipped;
            long taken = Math.min(rest, toTake);
            if (taken < rest && node.withTies() && (taken > 0 || isPeerOfLast(slot))) {
                taken = rest;
            }
            if (taken > 0) {
                add(slot, sign * taken);
                toTake = Math.max(0, toTake - taken);
                lastTaken = slot;
            }
            return toTake > 0 || node.withTies() && lastTaken >= 0 && (taken > 0 || rest == 0);
        }

        private boolean isPeerOfLast(int slot) {
            return lastTaken >= 0
                    && state.ordering().compareKeys(state.rows().rows().address(lastTaken), state.rows().rows().address(slot)) == 0;
        }
    }

    @Override
    protected void change(int keySlot, int sign) {
        if (node.fetch() == 0) {
            return;
        }
        state.forEach(keySlot, new Walk(sign)::visit);
    }

    private void add(int slot, long weight) {
        if (pending.length <= slot) {
            int capacity = Math.max(state.rows().rows().capacity(), slot + 1);
            pending = Arrays.copyOf(pending, capacity);
            isPending = Arrays.copyOf(isPending, capacity);
        }
        pending[slot] += weight;
        if (!isPending[slot]) {
            isPending[slot] = true;
            if (pendingCount == pendingSlots.length) {
                pendingSlots = Arrays.copyOf(pendingSlots, 2 * pendingCount);
            }
            pendingSlots[pendingCount++] = slot;
        }
    }

    @Override
    protected void emitChanges() {
        int[] chunk = new int[Math.min(context.batchRows(), Math.max(1, pendingCount))];
        long[] weights = new long[chunk.length];
        int count = 0;
        for (int i = 0; i < pendingCount; i++) {
            int slot = pendingSlots[i];
            if (pending[slot] != 0) {
                chunk[count] = slot;
                weights[count++] = pending[slot];
            }
            pending[slot] = 0;
            isPending[slot] = false;
            if (count == chunk.length) {
                emitRows(chunk, weights, count);
                count = 0;
            }
        }
        if (count > 0) {
            emitRows(chunk, weights, count);
        }
        pendingCount = 0;
    }

    private void emitRows(int[] slots, long[] weights, int count) {
        emit(new Batch(state.decode(slots, count), count, null, Deltas.weightColumn(allocator(), weights, count)));
    }
}
