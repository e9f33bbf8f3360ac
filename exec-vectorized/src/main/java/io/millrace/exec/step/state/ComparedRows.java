package io.millrace.exec.step.state;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.type.Schema;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Two multisets of rows, counted side by side. Equal as bytes: NULLs are equal, -0.0 is not 0.0. Not thread-safe. */
public final class ComparedRows implements AutoCloseable {
    private final BufferAllocator allocator;
    private final RowTable table;
    private final RowBuffer buffer;
    private final int[] columns;
    private int[] slots = new int[0];
    private long[] scratch = new long[0];
    private long[] left = new long[0];
    private long[] right = new long[0];

    public ComparedRows(BufferAllocator allocator, Schema schema) {
        this.allocator = allocator;
        this.table = new RowTable(allocator, RowFormat.ofRows(schema));
        this.buffer = new RowBuffer(allocator);
        this.columns = Deltas.range(0, schema.size());
    }

    /** Counts a batch's rows, with their weights, on the left; it stays the caller's. */
    public void addLeft(Batch batch) {
        int rows = find(batch);
        for (int i = 0; i < rows; i++) {
            left[slots[i]] += scratch[i];
        }
    }

    /** As {@link #addLeft}, on the right. */
    public void addRight(Batch batch) {
        int rows = find(batch);
        for (int i = 0; i < rows; i++) {
            right[slots[i]] += scratch[i];
        }
    }

    private int find(Batch batch) {
        int rows = batch.rows();
        if (slots.length < rows) {
            slots = new int[rows];
            scratch = new long[rows];
        }
        Deltas.weights(batch, scratch);
        table.format().encode(allocator, batch, columns, Deltas.positions(batch), rows, buffer);
        table.findOrAdd(buffer, slots);
        if (left.length < table.capacity()) {
            left = Arrays.copyOf(left, table.capacity());
            right = Arrays.copyOf(right, table.capacity());
        }
        return rows;
    }

    /** Rows that are not there equally often on both sides, at most {@code most} of them; slots for the other methods. */
    public int[] different(int most) {
        int[] found = new int[Math.min(most, table.size())];
        int count = 0;
        for (int slot = 0; slot < table.limit() && count < found.length; slot++) {
            if (left[slot] != right[slot]) {
                found[count++] = slot;
            }
        }
        return Arrays.copyOf(found, count);
    }

    public long left(int slot) {
        return left[slot];
    }

    public long right(int slot) {
        return right[slot];
    }

    /** The rows of these slots, owned by the caller. */
    public Batch rows(int[] chosen) {
        long[] addresses = new long[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            addresses[i] = table.address(chosen[i]);
        }
        List<Column> values = table.format().decode(allocator, addresses, chosen.length);
        return Batch.of(values, chosen.length);
    }

    @Override
    public void close() {
        table.close();
        buffer.close();
    }
}
