package io.millrace.exec.step;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.StateEntries;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.error.RowOrigin;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.StatePages;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StoredRows;
import io.millrace.exec.step.state.WeightedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A view's result as it stands: rows and how often each is there, kept by the deltas of {@link Dataflow#step}. Readers take a {@link ViewSnapshot}, which
 * shows exactly the newest applied tick and stays as it is while further steps are applied.
 *
 * <p>Snapshots share memory: the rows lie in chunks, and only chunks that changed since the last snapshot are decoded again. Thread-safe; a snapshot is
 * taken, and a step applied, one at a time.
 */
public final class ViewContents implements AutoCloseable {
    private static final int CHUNK_ROWS = 4096;
    private static final String SECTION = "view";
    private static final int VERSION = 3;
    /** Knew no rows outside of the checkpoint. */
    private static final int VERSION_UNPAGED = 2;

    private record ErrorKey(ErrorCode code, String message) {}

    /** How many rows fail so, and where one of them came from. */
    private record ErrorTotal(long weight, RowOrigin origin) {
        static ErrorTotal sum(ErrorTotal a, ErrorTotal b) {
            long weight = a.weight + b.weight;
            return weight == 0 ? null : new ErrorTotal(weight, a.origin.input() >= 0 ? a.origin : b.origin);
        }
    }

    private final Schema schema;
    private final BufferAllocator allocator;
    private final boolean keepsRows;
    /** Null if the rows are stored. */
    private final WeightedRows rows;
    /** Null if the rows are in memory. */
    private final StoredRows stored;
    private final Map<ErrorKey, ErrorTotal> errors = new LinkedHashMap<>();
    private Batch[] chunks = new Batch[0];
    private int[] touched = new int[64];
    private long tick = -1;
    private long totalRows;

    public ViewContents(BufferAllocator allocator, Schema schema) {
        this(allocator, schema, null);
    }

    /** @param pages takes the rows; null: they stay in memory */
    public ViewContents(BufferAllocator allocator, Schema schema, StatePages pages) {
        this(allocator, schema, pages, true);
    }

    /** Of a query whose rows nobody reads: knows only whether some cannot be computed. */
    public static ViewContents ofErrors(BufferAllocator allocator, Schema schema) {
        return new ViewContents(allocator, schema, null, false);
    }

    private ViewContents(BufferAllocator allocator, Schema schema, StatePages pages, boolean keepsRows) {
        this.allocator = allocator;
        this.keepsRows = keepsRows;
        this.schema = schema;
        this.rows = pages == null ? new WeightedRows(allocator, schema) : null;
        this.stored = pages == null ? null : new StoredRows(allocator, schema, pages);
    }

    public Schema schema() {
        return schema;
    }

    /** Takes in a step's delta; the output stays the caller's. Readers see all of it or nothing. */
    public synchronized void apply(StepOutput output) {
        if (stored == null) {
            applyInMemory(output);
        } else {
            output.deltas().forEach(stored::add);
            stored.endStep();
        }
        output.deltas().forEach(batch -> totalRows += weightOf(batch));
        for (ErrorRow error : output.errors()) {
            errors.merge(new ErrorKey(error.code(), error.message()), new ErrorTotal(error.weight(), error.origin()), ErrorTotal::sum);
        }
        tick = output.tick();
    }

    private void applyInMemory(StepOutput output) {
        int touchedCount = 0;
        for (Batch batch : keepsRows ? output.deltas() : List.<Batch>of()) {
            int count = rows.add(batch);
            if (touchedCount + count > touched.length) {
                touched = Arrays.copyOf(touched, Math.max(touchedCount + count, 2 * touched.length));
            }
            System.arraycopy(rows.slots(), 0, touched, touchedCount, count);
            touchedCount += count;
        }
        forgetChunks(touchedCount);
        rows.prune(touched, touchedCount);
        rows.table().compact();
    }

    private static long weightOf(Batch batch) {
        long sum = 0;
        for (int i = 0; i < batch.rows(); i++) {
            sum += Deltas.weightAt(batch, Deltas.position(batch, i));
        }
        return sum;
    }

    private void forgetChunks(int touchedCount) {
        for (int i = 0; i < touchedCount; i++) {
            if (rows.weight(touched[i]) < 0) {
                throw new MillraceException(
                        ErrorCode.INTERNAL_ERROR,
                        "a row of the view weighs " + rows.weight(touched[i]) + ", expected at least 0: its maintenance is wrong");
            }
            int chunk = touched[i] / CHUNK_ROWS;
            if (chunk < chunks.length && chunks[chunk] != null) {
                chunks[chunk].close();
                chunks[chunk] = null;
            }
        }
    }

    /** The newest tick applied, -1 before the first. */
    public synchronized long tick() {
        return tick;
    }

    /** Rows, each counted as often as it is there. */
    public synchronized long rows() {
        return totalRows;
    }

    /**
     * The contents as of the newest tick.
     *
     * @throws MillraceException the error of a row that could not be computed, as long as there is one
     */
    public synchronized ViewSnapshot snapshot() {
        requireNoErrors();
        return rowsWithoutErrors();
    }

    /** @throws MillraceException the error of a row that could not be computed, if there is one */
    public synchronized void requireNoErrors() {
        ErrorRow error = firstError();
        if (error != null) {
            throw new MillraceException(error.code(), error.message());
        }
    }

    /** An error of a row that could not be computed and is there; null if there is none. Its operator is not known any more. */
    public synchronized ErrorRow firstError() {
        for (Map.Entry<ErrorKey, ErrorTotal> error : errors.entrySet()) {
            if (error.getValue().weight > 0) {
                return new ErrorRow(-1, error.getKey().code(), error.getKey().message(), error.getValue().weight, error.getValue().origin);
            }
        }
        return null;
    }

    /** The rows that could be computed, as of the newest tick: what views over this one start from. */
    public synchronized ViewSnapshot rowsWithoutErrors() {
        if (stored != null) {
            return new ViewSnapshot(tick, totalRows, stored.snapshot());
        }
        int count = (rows.table().limit() + CHUNK_ROWS - 1) / CHUNK_ROWS;
        chunks = chunks.length < count ? Arrays.copyOf(chunks, count) : chunks;
        List<Batch> batches = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            if (chunks[c] == null) {
                chunks[c] = decode(c);
            }
            if (chunks[c].rows() > 0) {
                batches.add(chunks[c].withSelection(null));
            }
        }
        return new ViewSnapshot(tick, totalRows, batches);
    }

    private Batch decode(int chunk) {
        int[] slots = new int[CHUNK_ROWS];
        int count = 0;
        int end = Math.min(rows.table().limit(), (chunk + 1) * CHUNK_ROWS);
        for (int slot = chunk * CHUNK_ROWS; slot < end; slot++) {
            if (rows.table().isUsed(slot)) {
                slots[count++] = slot;
            }
        }
        return rows.batch(slots, count);
    }

    /** Memory of the rows, decoded chunks not counted. */
    public synchronized long stateBytes() {
        return stored == null ? rows.bytes() : stored.bytes();
    }

    /** Brings all rows to the store, if there is one. */
    public synchronized void flush() {
        if (stored != null) {
            stored.flush();
        }
    }

    /** Writes the contents as section {@code view}. */
    public synchronized void checkpoint(StateOutput target) {
        CheckpointFormat.section(target, SECTION, out -> {
            out.writeInt(VERSION);
            out.writeInt(schema.size());
            out.writeLong(tick);
            out.writeLong(totalRows);
            out.writeInt(errors.size());
            errors.forEach((key, total) -> {
                out.writeString(key.code().name());
                out.writeString(key.message());
                out.writeLong(total.weight);
                out.writeInt(total.origin.input());
                out.writeInt(total.origin.partition());
                out.writeLong(total.origin.offset());
            });
            out.writeBoolean(stored != null);
            if (stored == null) {
                rows.write(out);
            }
        });
    }

    /** Takes on the contents of a checkpoint, before anything is applied. */
    public synchronized void restore(StateInput source) {
        restore(source, null);
    }

    /** As {@link Dataflow#restore(StateInput, StateEntries)}. */
    public synchronized void restore(StateInput source, StateEntries entries) {
        assert tick < 0;
        CheckpointFormat.readSection(source, SECTION, in -> {
            int version = in.readInt();
            if (version != VERSION && version != VERSION_UNPAGED) {
                throw in.corrupt("found version " + version + ", expected " + VERSION);
            }
            int width = in.readInt();
            if (width != schema.size()) {
                throw in.corrupt("found " + width + " columns, expected " + schema.size());
            }
            tick = in.readLong();
            totalRows = in.readLong();
            int errorCount = in.readCount(1 << 24);
            for (int i = 0; i < errorCount; i++) {
                ErrorCode code = errorCode(in);
                ErrorKey key = new ErrorKey(code, in.readString());
                long weight = in.readLong();
                errors.put(key, new ErrorTotal(weight, new RowOrigin(in.readInt(), in.readInt(), in.readLong(), Optional.empty())));
            }
            readRows(in, version == VERSION && in.readBoolean(), entries);
        });
    }

    private void readRows(StateReader in, boolean paged, StateEntries entries) {
        if (paged && entries == null) {
            throw in.corrupt("the rows that belong to it are missing");
        }
        if (stored == null && paged) {
            StoredRows.read(allocator, schema, entries, CHUNK_ROWS, rows::add);
        } else if (stored == null) {
            rows.read(in);
        } else if (!paged) {
            try (WeightedRows all = new WeightedRows(allocator, schema)) {
                all.read(in);
                all.drainTo(CHUNK_ROWS, batch -> {
                    try (batch) {
                        stored.add(batch);
                    }
                });
            }
            stored.flush();
        }
    }

    private static ErrorCode errorCode(StateReader in) {
        String name = in.readString();
        try {
            return ErrorCode.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw in.corrupt("unknown error code " + name);
        }
    }

    @Override
    public synchronized void close() {
        for (Batch chunk : chunks) {
            if (chunk != null) {
                chunk.close();
            }
        }
        chunks = new Batch[0];
        if (stored == null) {
            rows.close();
        } else {
            stored.close();
        }
    }
}
