package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.plan.PlanNode.Window;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.Deltas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ROW_NUMBER, of which only the first numbers of a partition may be wanted. A touched partition's rows before and after the step are compared place by
 * place, and what differs comes out, of all partitions together. Where rows are never taken back, those behind the wanted ones are forgotten: none of
 * them will ever be among the first.
 */
public final class RowNumberOperator extends GroupedRowsOperator {
    private final Window node;
    private final long rowsMost;
    private final boolean appendOnly;

    /** By partition, where its rows as of the step's begin lie in {@link #before}; valid in the step that is noted. */
    private int[] beforeStep = new int[0];
    private int[] beforeFrom = new int[0];
    private int[] beforeCount = new int[0];
    private int step = 1;
    private int[] before = new int[64];
    private int beforeSize;
    private int[] after = new int[64];
    private int afterCount;

    private int[] outSlots = new int[64];
    private long[] outNumbers = new long[64];
    private long[] outWeights = new long[64];
    private int outCount;
    private int[] behind = new int[16];
    private int behindCount;

    /**
     * @param rowsMost of a partition, its first ones, are wanted
     * @param appendOnly no row is ever taken back
     * @param ttlMicros after which a partition leaves that no row touches
     */
    public RowNumberOperator(
            OperatorContext context, int number, StepOperator input, Window node, long rowsMost, boolean appendOnly, long ttlMicros) {
        super(context, number, input, node.input().schema(), node.partitionKeys(), node.orderKeys(), ttlMicros,
                node.partitionKeys().isEmpty() ? "OVER without PARTITION BY keeps all rows under one key" : null);
        this.node = node;
        this.rowsMost = rowsMost;
        this.appendOnly = appendOnly && rowsMost != Long.MAX_VALUE && ttlMicros == Long.MAX_VALUE;
    }

    /** Whether that is all that it keeps. */
    public boolean keepsFirstRows() {
        return appendOnly;
    }

    @Override
    protected void change(int keySlot, int sign) {
        if (sign < 0) {
            noteBefore(keySlot);
        } else {
            compare(keySlot);
        }
    }

    private void noteBefore(int keySlot) {
        if (beforeStep.length <= keySlot) {
            int capacity = Math.max(state.rows().keys().capacity(), keySlot + 1);
            beforeStep = Arrays.copyOf(beforeStep, capacity);
            beforeFrom = Arrays.copyOf(beforeFrom, capacity);
            beforeCount = Arrays.copyOf(beforeCount, capacity);
        }
        collect(keySlot, false);
        if (before.length < beforeSize + afterCount) {
            before = Arrays.copyOf(before, Math.max(beforeSize + afterCount, 2 * before.length));
        }
        System.arraycopy(after, 0, before, beforeSize, afterCount);
        beforeStep[keySlot] = step;
        beforeFrom[keySlot] = beforeSize;
        beforeCount[keySlot] = afterCount;
        beforeSize += afterCount;
    }

    /** The wanted rows of a partition, each as often as it is there, into {@link #after}. */
    private void collect(int keySlot, boolean forget) {
        afterCount = 0;
        state.forEach(keySlot, slot -> {
            if (afterCount >= rowsMost) {
                if (forget) {
                    behind = behindCount == behind.length ? Arrays.copyOf(behind, 2 * behindCount) : behind;
                    behind[behindCount++] = slot;
                }
                return forget;
            }
            for (long w = state.weight(slot); w > 0 && afterCount < rowsMost; w--) {
                after = afterCount == after.length ? Arrays.copyOf(after, 2 * afterCount) : after;
                after[afterCount++] = slot;
            }
            return true;
        });
    }

    private void compare(int keySlot) {
        collect(keySlot, appendOnly);
        boolean was = keySlot < beforeStep.length && beforeStep[keySlot] == step;
        int from = was ? beforeFrom[keySlot] : 0;
        int count = was ? beforeCount[keySlot] : 0;
        for (int i = 0; i < Math.max(count, afterCount); i++) {
            if (i < count && i < afterCount && before[from + i] == after[i]) {
                continue;
            }
            if (i < count) {
                put(before[from + i], i + 1L, -1);
            }
            if (i < afterCount) {
                put(after[i], i + 1L, 1);
            }
        }
    }

    private void put(int slot, long rowNumber, int weight) {
        if (outCount == outSlots.length) {
            outSlots = Arrays.copyOf(outSlots, 2 * outCount);
            outNumbers = Arrays.copyOf(outNumbers, 2 * outCount);
            outWeights = Arrays.copyOf(outWeights, 2 * outCount);
        }
        outSlots[outCount] = slot;
        outNumbers[outCount] = rowNumber;
        outWeights[outCount++] = weight;
    }

    @Override
    protected void emitChanges() {
        int most = context.batchRows();
        for (int from = 0; from < outCount; from += most) {
            int count = Math.min(most, outCount - from);
            List<Column> columns = new ArrayList<>(state.decode(Arrays.copyOfRange(outSlots, from, from + count), count));
            int first = from;
            node.calls().forEach(call -> columns.add(numbers(call.type(), first, count)));
            emit(new Batch(columns, count, null,
                    Deltas.weightColumn(allocator(), Arrays.copyOfRange(outWeights, from, from + count), count)));
        }
        for (int i = 0; i < behindCount; i++) {
            state.remove(behind[i]);
        }
        outCount = 0;
        behindCount = 0;
        beforeSize = 0;
        step++;
    }

    private Column numbers(SqlType type, int from, int count) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator(), type, count)) {
            for (int i = from; i < from + count; i++) {
                if (type.layout() == Layout.INT32) {
                    builder.appendInt(Math.toIntExact(outNumbers[i]));
                } else {
                    builder.appendLong(outNumbers[i]);
                }
            }
            return builder.buildAndClose();
        }
    }

    @Override
    public long stateBytes() {
        return super.stateBytes() + 12L * beforeStep.length;
    }
}
