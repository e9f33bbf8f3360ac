package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.exec.memory.RowStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** One lane's build rows, the columns that are kept of them, as flat batches. */
final class BuildRows implements AutoCloseable {
    /** Rows after which a batch is closed and the next one begun, so that growing copies little. */
    private static final int SEAL_ROWS = 65_536;

    private final JoinDefinition definition;
    private final RowStore open;
    private final Deque<Batch> sealed = new ArrayDeque<>();
    private long sealedBytes;
    private long sealedRows;

    BuildRows(JoinDefinition definition, BufferAllocator allocator) {
        this.definition = definition;
        this.open = new RowStore(allocator, definition.storedTypes());
    }

    /** The kept columns of the rows that are kept, owned by the caller. */
    Batch stored(Batch batch) {
        int count = batch.rows();
        int[] positions = batch.selection() == null ? null : batch.selection().positions();
        if (definition.dropsNullKeys()) {
            for (int k = 0; k < definition.keyTypes().size(); k++) {
                Column key = batch.column(definition.node().rightKeys().get(k));
                if (!definition.layout().nullSafe()[k] && key.mayHaveNulls()) {
                    int[] kept = new int[count];
                    int n = 0;
                    for (int i = 0; i < count; i++) {
                        int position = positions == null ? i : positions[i];
                        if (!key.isNull(position)) {
                            kept[n++] = position;
                        }
                    }
                    positions = kept;
                    count = n;
                }
            }
        }
        List<Column> columns = new ArrayList<>(definition.stored().length);
        for (int c : definition.stored()) {
            columns.add(batch.column(c).retain());
        }
        return new Batch(columns, batch.physicalRows(), positions == null ? null : new Selection(positions, count), null);
    }

    /** Copies the rows of what {@link #stored} gave, which stays the caller's. */
    void add(Batch stored) {
        open.append(stored);
        if (open.rows() >= SEAL_ROWS) {
            seal();
        }
    }

    private void seal() {
        Batch batch = open.build();
        sealedBytes += batch.bytes();
        sealedRows += batch.physicalRows();
        sealed.add(batch);
    }

    /** The next batch, owned by the caller; null if there are no more rows. */
    Batch take() {
        if (open.rows() > 0) {
            seal();
        }
        Batch batch = sealed.poll();
        if (batch != null) {
            sealedBytes -= batch.bytes();
            sealedRows -= batch.physicalRows();
        }
        return batch;
    }

    long bytes() {
        return sealedBytes + open.bytes();
    }

    long rows() {
        return sealedRows + open.rows();
    }

    @Override
    public void close() {
        open.close();
        sealed.forEach(Batch::close);
        sealed.clear();
    }
}
