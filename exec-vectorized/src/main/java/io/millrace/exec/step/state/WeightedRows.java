package io.millrace.exec.step.state;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A Z-set: distinct rows, each with the sum of its weights. Rows whose weights sum to zero are gone after {@link #prune}. Not thread-safe. */
public final class WeightedRows implements AutoCloseable {
    private final BufferAllocator allocator;
    private final RowTable table;
    private final RowBuffer buffer;
    private final int[] columns;
    /** Brings rows into memory; null if all are. */
    private KeyPages pages;
    private long[] weights = new long[0];
    private int[] slots = new int[0];
    private long[] scratch = new long[0];

    public WeightedRows(BufferAllocator allocator, Schema schema) {
        this.allocator = allocator;
        this.table = new RowTable(allocator, RowFormat.ofRows(schema));
        this.buffer = new RowBuffer(allocator);
        this.columns = Deltas.range(0, schema.size());
    }

    /** Before the first row. */
    public void setPages(KeyPages rowPages) {
        pages = rowPages;
    }

    /** Takes the weight of a row that a page has brought. */
    public void load(int slot, long weight) {
        if (weights.length < table.capacity()) {
            weights = Arrays.copyOf(weights, table.capacity());
        }
        weights[slot] = weight;
    }

    /** Removes a row, whatever it weighs. */
    public void remove(int slot) {
        weights[slot] = 0;
        table.remove(slot);
    }

    /** Adds a delta's rows; returns their slots in {@code slots()[0..batch.rows())}. The batch stays the caller's. */
    public int add(Batch batch) {
        int rows = batch.rows();
        if (slots.length < rows) {
            slots = new int[rows];
            scratch = new long[rows];
        }
        Deltas.weights(batch, scratch);
        table.format().encode(allocator, batch, columns, Deltas.positions(batch), rows, buffer);
        if (pages != null) {
            pages.load(buffer);
        }
        table.findOrAdd(buffer, slots);
        if (pages != null) {
            pages.change(slots, rows);
        }
        if (weights.length < table.capacity()) {
            weights = Arrays.copyOf(weights, table.capacity());
        }
        for (int i = 0; i < rows; i++) {
            weights[slots[i]] += scratch[i];
        }
        return rows;
    }

    /** Slots of the rows that the last {@link #add} was given; valid until rows are removed. */
    public int[] slots() {
        return slots;
    }

    public RowTable table() {
        return table;
    }

    public long weight(int slot) {
        return weights[slot];
    }

    /** Removes the rows among {@code candidates[0..count)} (slots, repeated or not) whose weight is zero. */
    public void prune(int[] candidates, int count) {
        for (int i = 0; i < count; i++) {
            if (table.isUsed(candidates[i]) && weights[candidates[i]] == 0) {
                table.remove(candidates[i]);
            }
        }
    }

    /** Removes the rows of these slots (repeated or not), whatever they weigh. */
    public void remove(int[] candidates, int count) {
        for (int i = 0; i < count; i++) {
            if (table.isUsed(candidates[i])) {
                weights[candidates[i]] = 0;
                table.remove(candidates[i]);
            }
        }
    }

    /** Distinct rows, those of weight zero that were not pruned included. */
    public int size() {
        return table.size();
    }

    /** Hands the rows of weight other than zero on, as batches of at most {@code batchRows} with a weights column (absent if all weigh +1). */
    public void drainTo(int batchRows, Consumer<Batch> consumer) {
        int[] chunk = new int[Math.min(batchRows, Math.max(1, table.size()))];
        int count = 0;
        for (int slot = 0; slot < table.limit(); slot++) {
            if (table.isUsed(slot) && weights[slot] != 0) {
                chunk[count++] = slot;
                if (count == chunk.length) {
                    consumer.accept(batch(chunk, count));
                    count = 0;
                }
            }
        }
        if (count > 0) {
            consumer.accept(batch(chunk, count));
        }
    }

    /** The rows of these slots with their weights; the caller owns it. */
    public Batch batch(int[] chunk, int count) {
        long[] addresses = new long[count];
        boolean ones = true;
        for (int i = 0; i < count; i++) {
            addresses[i] = table.address(chunk[i]);
            ones &= weights[chunk[i]] == 1;
        }
        List<Column> values = table.format().decode(allocator, addresses, count);
        if (ones) {
            return Batch.of(values, count);
        }
        ArrowBuf data = Buffers.allocate(allocator, 8L * count);
        for (int i = 0; i < count; i++) {
            Memory.putLong(data.memoryAddress() + 8L * i, weights[chunk[i]]);
        }
        return new Batch(values, count, null, new FixedColumn(SqlType.BIGINT, count, data, null));
    }

    public void clear() {
        int used = table.limit();
        table.clear();
        if (weights.length > table.capacity()) {
            weights = new long[table.capacity()];
        } else {
            Arrays.fill(weights, 0, used, 0);
        }
    }

    public long bytes() {
        return table.bytes() + 8L * weights.length;
    }

    public void write(StateWriter out) {
        table.write(out);
        out.writeLongs(weights, table.limit());
    }

    public void read(StateReader in) {
        table.read(in);
        weights = new long[table.capacity()];
        in.readLongs(weights, table.limit());
    }

    @Override
    public void close() {
        table.close();
        buffer.close();
    }
}
