package io.millrace.exec.step.state;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.StateEntries;
import io.millrace.common.port.StateStore;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A Z-set in a store, changed far more often than it is read: changes are summed up in memory, where those of one row cancel, and go to the store when they
 * are many. So a change costs no look-up by itself. Not thread-safe, except for snapshots.
 */
public final class StoredRows implements AutoCloseable {
    /** The operator's number that names its entries: no operator has it. */
    private static final int NUMBER = 0xFFFF;
    private static final int LOOKUP_ROWS_MAX = 4096;
    private static final long WAITING_BYTES_MAX = 32L << 20;
    private static final long WAITING_BYTES_MIN = 256L << 10;

    private final BufferAllocator allocator;
    private final Schema schema;
    private final StatePages state;
    private final WeightedRows waiting;
    private final KeyNames names = new KeyNames(NUMBER, 0, false);
    private final PageWriter writer = new PageWriter();
    private final PageReader reader = new PageReader();

    public StoredRows(BufferAllocator allocator, Schema schema, StatePages state) {
        this.allocator = allocator;
        this.schema = schema;
        this.state = state;
        this.waiting = new WeightedRows(allocator, schema);
    }

    /** The batch stays the caller's. */
    public void add(Batch delta) {
        int count = waiting.add(delta);
        waiting.prune(waiting.slots(), count);
    }

    /** A step's changes are all here. */
    public void endStep() {
        waiting.table().compact();
        if (waiting.bytes() > Math.clamp(state.memoryBytesMax() / 4, WAITING_BYTES_MIN, WAITING_BYTES_MAX)) {
            flush();
        }
    }

    /** The store holds all rows when this returns. */
    public void flush() {
        RowTable table = waiting.table();
        List<byte[]> keys = new ArrayList<>();
        List<Long> changes = new ArrayList<>();
        for (int slot = 0; slot < table.limit(); slot++) {
            if (table.isUsed(slot) && waiting.weight(slot) != 0) {
                keys.add(names.entry(0, table.address(slot), table.length(slot)));
                changes.add(waiting.weight(slot));
            }
            if (keys.size() == LOOKUP_ROWS_MAX) {
                apply(keys, changes);
            }
        }
        apply(keys, changes);
        state.writeChanges();
        waiting.clear();
    }

    private void apply(List<byte[]> keys, List<Long> changes) {
        List<byte[]> before = state.store().get(keys);
        for (int i = 0; i < keys.size(); i++) {
            long weight = (before.get(i) == null ? 0 : reader.of(before.get(i)).readLong()) + changes.get(i);
            if (weight == 0) {
                state.changes().delete(keys.get(i));
            } else {
                requirePositive(weight);
                writer.clear();
                writer.writeLong(weight);
                state.changes().put(keys.get(i), writer.bytes(), writer.length());
            }
        }
        keys.clear();
        changes.clear();
    }

    private static void requirePositive(long weight) {
        if (weight < 0) {
            throw new MillraceException(
                    ErrorCode.INTERNAL_ERROR, "a row of the view weighs " + weight + ", expected at least 0: its maintenance is wrong");
        }
    }

    public long bytes() {
        return waiting.bytes();
    }

    /** Hands the rows on that a store of another view's has under these names: those of a checkpoint. */
    public static void read(
            BufferAllocator allocator, Schema schema, StateEntries entries, int batchRows, Consumer<Batch> consumer) {
        KeyNames names = new KeyNames(NUMBER, 0, false);
        try (BatchReader rows = new StoredRowReader(
                allocator, RowFormat.ofRows(schema), entries.scan(names.entriesFrom(), names.entriesEnd()), List.of(), batchRows)) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                try (Batch some = batch) {
                    consumer.accept(some);
                }
            }
        }
    }

    /** A change that waits. */
    record Waiting(byte[] name, long weight) {}

    /** The rows as they are now. */
    public Snapshot snapshot() {
        RowTable table = waiting.table();
        Waiting[] changes = new Waiting[table.size()];
        int count = 0;
        for (int slot = 0; slot < table.limit(); slot++) {
            if (table.isUsed(slot) && waiting.weight(slot) != 0) {
                changes[count++] = new Waiting(names.entry(0, table.address(slot), table.length(slot)), waiting.weight(slot));
            }
        }
        return new Snapshot(state.store().snapshot(), Arrays.copyOf(changes, count));
    }

    /** Rows as of a step, read by any thread; closed by whoever took it. */
    public final class Snapshot implements AutoCloseable {
        private final StateStore.Snapshot entries;
        private final Waiting[] changes;
        private boolean sorted;

        private Snapshot(StateStore.Snapshot entries, Waiting[] changes) {
            this.entries = entries;
            this.changes = changes;
        }

        /** The rows with their weights. */
        public synchronized BatchReader open(int batchRows) {
            if (!sorted) {
                Arrays.sort(changes, (a, b) -> Arrays.compareUnsigned(a.name, b.name));
                sorted = true;
            }
            return new StoredRowReader(
                    allocator, RowFormat.ofRows(schema), entries.scan(names.entriesFrom(), names.entriesEnd()), List.of(changes),
                    batchRows);
        }

        @Override
        public void close() {
            entries.close();
        }
    }

    @Override
    public void close() {
        waiting.close();
    }
}
