package io.millrace.exec.step.state;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** What all operators ask of weighted batches. */
public final class Deltas {
    private Deltas() {}

    /** The positions of the rows that are alive, or null if all are. */
    public static int[] positions(Batch batch) {
        return batch.selection() == null ? null : batch.selection().positions();
    }

    public static int position(Batch batch, int row) {
        return batch.selection() == null ? row : batch.selection().at(row);
    }

    /** {@code from, from + 1, …, to - 1}. */
    public static int[] range(int from, int to) {
        int[] range = new int[to - from];
        Arrays.setAll(range, i -> from + i);
        return range;
    }

    public static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Weights of the rows that are alive, in order, into {@code out[0..batch.rows())}. */
    public static void weights(Batch batch, long[] out) {
        int rows = batch.rows();
        switch (batch.weights()) {
            case null -> Arrays.fill(out, 0, rows, 1L);
            case ConstantColumn constant -> Arrays.fill(out, 0, rows, ((FixedColumn) constant.value()).longAt(0));
            case FixedColumn fixed -> {
                for (int i = 0; i < rows; i++) {
                    out[i] = fixed.longAt(position(batch, i));
                }
            }
            case Column other -> throw new AssertionError("weights as " + other.getClass());
        }
    }

    /** The weight of a physical position. */
    public static long weightAt(Batch batch, int position) {
        return switch (batch.weights()) {
            case null -> 1;
            case ConstantColumn constant -> ((FixedColumn) constant.value()).longAt(0);
            case FixedColumn fixed -> fixed.longAt(position);
            case Column other -> throw new AssertionError("weights as " + other.getClass());
        };
    }

    /** A weights column of {@code weights[0..count)}, null if all are +1; the caller owns it. */
    public static Column weightColumn(BufferAllocator allocator, long[] weights, int count) {
        boolean same = true;
        for (int i = 1; i < count && same; i++) {
            same = weights[i] == weights[0];
        }
        if (same) {
            return count == 0 || weights[0] == 1 ? null : constantWeight(allocator, weights[0], count);
        }
        ArrowBuf data = Buffers.allocate(allocator, 8L * count);
        for (int i = 0; i < count; i++) {
            Memory.putLong(data.memoryAddress() + 8L * i, weights[i]);
        }
        return new FixedColumn(SqlType.BIGINT, count, data, null);
    }

    /** The batch's rows with their weights turned; the caller owns it. */
    public static Batch negated(BufferAllocator allocator, Batch batch) {
        assert batch.selection() == null;
        int rows = batch.physicalRows();
        long[] weights = new long[rows];
        weights(batch, weights);
        for (int i = 0; i < rows; i++) {
            weights[i] = -weights[i];
        }
        List<Column> columns = batch.columns();
        columns.forEach(Column::retain);
        return new Batch(columns, rows, null, weightColumn(allocator, weights, rows));
    }

    /** {@code count} times the same weight; the caller owns it. */
    public static Column constantWeight(BufferAllocator allocator, long weight, int count) {
        return Values.constant(allocator, SqlType.BIGINT, weight, count);
    }
}
