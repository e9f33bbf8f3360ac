package io.millrace.exec.step.operator.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.Arrangement;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.RowBuffer;
import io.millrace.exec.step.state.RowFormat;
import io.millrace.exec.step.state.StatePages;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.time.Bound;
import io.millrace.exec.step.time.KeyAges;
import io.millrace.exec.step.time.WindowEnds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One input of a join, arranged by key. If it {@code counts}, every row also knows the summed weight of the other side's rows that match it. Rows whose
 * key matches nothing, because of a NULL, are kept only if the join puts them out.
 */
final class JoinSide implements KeyPages.Owner, AutoCloseable {
    private final BufferAllocator allocator;
    final Schema schema;
    final boolean counts;
    final Arrangement rows;
    private final int[] keyColumns;
    private final int[] allColumns;
    private final boolean keepsUnmatchable;
    private final byte[] nullMask;
    private final Bound bound;
    private final WindowEnds ends = new WindowEnds();
    /** Null if keys stay. */
    private final KeyAges ages;
    private final KeyPages pages;
    private final RowBuffer keyBuffer;
    private final RowBuffer rowBuffer;

    // The batch at work
    int[] positions;
    int count;
    long[] weights = new long[0];
    int[] slots = new int[0];
    /** By row slot: the batch row that a new row's matches are counted for, or -1. */
    int[] countFor = new int[0];
    private int[] touched = new int[64];
    private long[] matchesBefore = new long[64];
    private int touchedCount;
    private boolean[] isTouched = new boolean[0];

    /**
     * @param side which of the operator's
     * @param pages null if the rows stay in memory
     * @param nullSafe per key, whether NULL equals NULL
     * @param counts whether rows know their matches
     * @param keepsUnmatchable whether rows with a NULL in a key that is not null-safe are kept
     * @param bound on a key (column counts among the keys), or null
     * @param ttlMicros after which the rows of a key leave that no row touches; {@link Long#MAX_VALUE}: never
     */
    JoinSide(
            BufferAllocator allocator,
            int operator,
            int side,
            StatePages pages,
            Schema schema,
            List<Integer> keys,
            List<SqlType> keyTypes,
            List<Boolean> nullSafe,
            boolean counts,
            boolean keepsUnmatchable,
            Bound bound,
            long ttlMicros) {
        this.ages = ttlMicros == Long.MAX_VALUE ? null : new KeyAges(ttlMicros);
        this.allocator = allocator;
        this.schema = schema;
        this.counts = counts;
        this.keepsUnmatchable = keepsUnmatchable;
        this.bound = bound;
        this.keyColumns = Deltas.toArray(keys);
        this.allColumns = Deltas.range(0, schema.size());
        this.rows = new Arrangement(allocator, RowFormat.ofKeys(keyTypes), RowFormat.ofRows(schema));
        this.keyBuffer = new RowBuffer(allocator);
        this.rowBuffer = new RowBuffer(allocator);
        this.nullMask = new byte[(keys.size() + 7) / 8];
        for (int k = 0; k < keys.size(); k++) {
            if (!nullSafe.get(k)) {
                nullMask[k / 8] |= (byte) (1 << k % 8);
            }
        }
        this.pages = new KeyPages(pages, operator, side, rows.keys(), bound == null ? null : this::boundOf, this);
    }

    /** Takes a batch's rows in, with their weights; the batch stays the caller's. Rows that came anew have no matches yet and are marked to be counted. */
    void load(Batch batch, long nowMicros) {
        select(batch);
        if (weights.length < count) {
            weights = new long[count + count / 2];
            slots = new int[weights.length];
        }
        for (int i = 0; i < count; i++) {
            weights[i] = Deltas.weightAt(batch, position(i));
        }
        keyFormat().encode(allocator, batch, keyColumns, positions, count, keyBuffer);
        rows.rows().format().encode(allocator, batch, allColumns, positions, count, rowBuffer);
        pages.load(keyBuffer);
        rows.add(keyBuffer, rowBuffer, weights, slots);
        pages.change(rows.keySlots(), count);
        listEnds();
        for (int i = 0; ages != null && i < count; i++) {
            ages.touch(rows.keySlots()[i], nowMicros);
        }
        if (counts) {
            markNew();
        }
    }

    private void select(Batch batch) {
        Selection selection = batch.selection();
        positions = selection == null ? null : selection.positions();
        count = batch.rows();
        if (keepsUnmatchable) {
            return;
        }
        for (int k = 0; k < keyColumns.length; k++) {
            Column column = batch.column(keyColumns[k]);
            if ((nullMask[k / 8] >> k % 8 & 1) != 0 && column.mayHaveNulls()) {
                int[] kept = new int[count];
                int n = 0;
                for (int i = 0; i < count; i++) {
                    if (!column.isNull(position(i))) {
                        kept[n++] = position(i);
                    }
                }
                positions = kept;
                count = n;
            }
        }
    }

    int position(int row) {
        return positions == null ? row : positions[row];
    }

    private void markNew() {
        int capacity = rows.rows().capacity();
        if (countFor.length < capacity) {
            countFor = Arrays.copyOf(countFor, capacity);
            isTouched = Arrays.copyOf(isTouched, capacity);
        }
        for (int i = 0; i < count; i++) {
            countFor[slots[i]] = -1;
        }
        for (int i = 0; i < rows.rows().addedCount(); i++) {
            countFor[rows.rows().added()[i]] = -2;
        }
        for (int i = 0; i < count; i++) {
            if (countFor[slots[i]] == -2) {
                countFor[slots[i]] = i;
            }
        }
    }

    private void listEnds() {
        if (bound != null) {
            for (int i = 0; i < rows.keys().addedCount(); i++) {
                listEnd(rows.keys().added()[i]);
            }
        }
    }

    private void listEnd(int keySlot) {
        long end = boundOf(rows.keys().address(keySlot));
        if (end != KeyPages.NEVER) {
            ends.add(end, keySlot);
        }
    }

    private long boundOf(long keyAddress) {
        return keyFormat().isNull(keyAddress, bound.column())
                ? KeyPages.NEVER
                : bound.micros(Memory.getLong(keyFormat().fixedAt(keyAddress, bound.column())));
    }

    /** Forgets all rows whose window the watermark has passed. */
    void closeWindows(long watermarkMicros) {
        if (bound == null) {
            return;
        }
        pages.leaveQuietly(true);
        if (ends.closesAt(watermarkMicros)) {
            ends.close(watermarkMicros, keySlot -> {
                if (rows.keys().isUsed(keySlot)) {
                    long end = boundOf(rows.keys().address(keySlot));
                    if (end != KeyPages.NEVER && end <= watermarkMicros) {
                        rows.removeKey(keySlot);
                    }
                }
            });
        }
        pages.dropClosed(watermarkMicros);
        pages.leaveQuietly(false);
        if (ends.isCrowded(rows.keys().size())) {
            ends.clear();
            listAllEnds();
        }
    }

    /** Whether rows are kept until they are taken back. */
    boolean staysForever() {
        return bound == null && ages == null;
    }

    /** Takes rows of this side and their slots; they stay this side's. */
    interface RowsConsumer {
        void rows(Batch batch, int[] slots);
    }

    /** Hands all rows over, with their weights, in batches. */
    void forEachBatch(int batchRows, RowsConsumer consumer) {
        int[] chunk = new int[batchRows];
        int filled = 0;
        int limit = rows.rows().limit();
        for (int slot = 0; slot < limit; slot++) {
            if (rows.rows().isUsed(slot)) {
                chunk[filled++] = slot;
            }
            if (filled == batchRows || filled > 0 && slot == limit - 1) {
                int[] some = Arrays.copyOf(chunk, filled);
                long[] itsWeights = Arrays.stream(some).mapToLong(rows::weight).toArray();
                try (Batch batch = new Batch(decode(some, filled), filled, null, Deltas.weightColumn(allocator, itsWeights, filled))) {
                    consumer.rows(batch, some);
                }
                filled = 0;
            }
        }
    }

    /** Puts rows that are in state in the place of the batch at work, so that they meet the other side. */
    void present(Batch batch, int[] rowSlots) {
        positions = null;
        count = rowSlots.length;
        if (weights.length < count) {
            weights = new long[count + count / 2];
            slots = new int[weights.length];
        }
        for (int i = 0; i < count; i++) {
            slots[i] = rowSlots[i];
            weights[i] = rows.weight(rowSlots[i]);
        }
        keyFormat().encode(allocator, batch, keyColumns, null, count, keyBuffer);
    }

    /** Call when a step is over. */
    void compact() {
        rows.compact();
        if (ages != null) {
            ages.compact(rows.keys().size());
        }
    }

    /** Brings the rows of the batch's keys into memory, which the other side's batch will meet. */
    void loadKeys(RowBuffer keys) {
        pages.load(keys);
    }

    /** A key of this side is met by the other's rows. */
    void meet(int keySlot) {
        pages.touch(keySlot, counts);
    }

    /** Whether keys are due that are not in memory; after {@link #expired} they may be again. */
    boolean loadDue(long nowMicros) {
        return ages != null && pages.loadDue(nowMicros);
    }

    /** The rows of keys that nothing has touched for too long, with weights that take them back; null if there are none. */
    Batch expired(long nowMicros) {
        if (ages == null) {
            return null;
        }
        List<Integer> gone = new ArrayList<>();
        ages.expire(nowMicros, key -> {
            if (rows.keys().isUsed(key)) {
                for (int row = rows.firstRow(key); row >= 0; row = rows.nextRow(row)) {
                    gone.add(row);
                }
            }
        });
        if (gone.isEmpty()) {
            return null;
        }
        int[] rowSlots = Deltas.toArray(gone);
        long[] taken = new long[rowSlots.length];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = -rows.weight(rowSlots[i]);
        }
        return new Batch(decode(rowSlots, rowSlots.length), rowSlots.length, null, Deltas.weightColumn(allocator, taken, taken.length));
    }

    RowFormat keyFormat() {
        return rows.keys().format();
    }

    RowBuffer keyBuffer() {
        return keyBuffer;
    }

    /** Whether the key of a batch row matches nothing because of a NULL. */
    boolean isUnmatchable(long keyAddress) {
        return keyFormat().anyNull(keyAddress, nullMask);
    }

    /** Adds to a row's matches and remembers what they were at the start of the batch. */
    void addMatches(int slot, long weight) {
        if (isTouched.length < rows.rows().capacity()) {
            isTouched = Arrays.copyOf(isTouched, rows.rows().capacity());
        }
        if (!isTouched[slot]) {
            isTouched[slot] = true;
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, 2 * touchedCount);
                matchesBefore = Arrays.copyOf(matchesBefore, 2 * touchedCount);
            }
            touched[touchedCount] = slot;
            matchesBefore[touchedCount++] = rows.matches(slot);
        }
        rows.setMatches(slot, rows.matches(slot) + weight);
    }

    /** Takes a slot whose matches changed sides between none and some. */
    interface FlipConsumer {
        void flip(int slot, boolean matchedNow);
    }

    /** Hands over the rows that have gained their first match, or lost their last, since the last call. */
    void drainFlips(FlipConsumer consumer) {
        for (int i = 0; i < touchedCount; i++) {
            int slot = touched[i];
            isTouched[slot] = false;
            boolean now = rows.matches(slot) > 0;
            if (now != matchesBefore[i] > 0) {
                consumer.flip(slot, now);
            }
        }
        touchedCount = 0;
    }

    /** The batch is done: rows whose weight has come to zero go. */
    void prune() {
        rows.prune(slots, count);
    }

    /** This side's columns of rows in state, owned by the caller. */
    List<Column> decode(int[] rowSlots, int n) {
        long[] addresses = new long[n];
        for (int i = 0; i < n; i++) {
            addresses[i] = rows.rows().address(rowSlots[i]);
        }
        return rows.rows().format().decode(allocator, addresses, n);
    }

    /** This side's columns as NULLs. */
    List<Column> nulls(int n) {
        List<Column> columns = new ArrayList<>(schema.size());
        for (int c = 0; c < schema.size(); c++) {
            columns.add(Values.constant(allocator, schema.type(c), null, n));
        }
        return columns;
    }

    @Override
    public long bytes() {
        return rows.bytes() + ends.bytes() + 5L * countFor.length;
    }

    @Override
    public void save(int keySlot, PageWriter page) {
        if (ages != null) {
            page.writeLong(ages.touchedAt(keySlot));
        }
        rows.save(keySlot, page);
    }

    @Override
    public void load(int keySlot, PageReader page) {
        if (ages != null) {
            long touchedAt = page.readLong();
            if (touchedAt != Long.MIN_VALUE) {
                ages.touch(keySlot, touchedAt);
            }
        }
        rows.load(keySlot, page, row -> {});
        if (bound != null) {
            listEnd(keySlot);
        }
    }

    @Override
    public void forget(int keySlot) {
        rows.removeKey(keySlot);
        if (ages != null) {
            ages.forget(keySlot);
        }
    }

    @Override
    public double liveShare() {
        return rows.liveShare();
    }

    @Override
    public long due(int keySlot) {
        return ages == null ? KeyPages.NEVER : ages.dueAt(keySlot);
    }

    boolean isPaged() {
        return pages.isActive();
    }

    void writePages(StateWriter out) {
        pages.write(out);
    }

    void readPages(StateReader in) {
        pages.read(in);
    }

    void write(StateWriter out) {
        rows.write(out);
        if (ages != null) {
            ages.write(out, rows.keys().limit());
        }
    }

    void read(StateReader in) {
        rows.read(in);
        if (ages != null) {
            ages.read(in, rows.keys().limit());
        }
        if (bound != null) {
            listAllEnds();
        }
        pages.adopt();
    }

    private void listAllEnds() {
        for (int keySlot = 0; keySlot < rows.keys().limit(); keySlot++) {
            if (rows.keys().isUsed(keySlot)) {
                listEnd(keySlot);
            }
        }
    }

    @Override
    public void close() {
        rows.close();
        keyBuffer.close();
        rowBuffer.close();
    }
}
