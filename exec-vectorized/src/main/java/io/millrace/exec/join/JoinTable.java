package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.pipeline.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The build side's rows and a linear-probing directory of their distinct keys. A slot holds the key's words (or its hash, where keys are not packed)
 * and the number + 1 of one of its rows; further rows of that key hang behind it in a list, so that one key with most of the rows costs no more than
 * many. A single integer key whose values lie close together is looked up by its value instead: then slots are just row numbers, and rows that come in
 * the order of their keys are found in that order. Read by all lanes at once, once it is built.
 *
 * <p>Building: {@link #prepare}, then {@link #insert} of every part at once (a part is a range of slots, and each goes through all rows), then
 * {@link #complete}.
 */
final class JoinTable implements AutoCloseable {
    /** Rows and slots are numbered by int. */
    static final int ROWS_MAX = 1 << 29;

    private static final int CHUNK_ROWS = 4096;
    /** Strings of more rows are copied: a dictionary is worth its look-ups while it is small beside what is read through it. */
    private static final int DICTIONARY_ROWS_MAX = 1 << 20;
    /** Keys are looked up by value if there are at most so many values, from the least to the greatest key, a row. */
    private static final long DIRECT_VALUES_PER_ROW = 16;

    private static final long DIRECT_VALUES_MIN = 1 << 14;
    private static final long DIRECT_VALUES_MAX = 1 << 28;

    private final JoinDefinition definition;
    private final BufferAllocator allocator;
    private final Batch rows;
    private final int count;
    private final Column[] keys;
    /** Of strings, by stored column; null for other columns, and for all if there are too many rows. */
    private final BinaryColumn[] dictionaries;
    private final Comparison[] comparisons;
    private final KeyLayout layout;
    private final int slotShift;
    private final int rowAt;
    private final int slotBits;
    private boolean direct;
    private long least;
    private int values;

    private ArrowBuf slots;
    private ArrowBuf next;
    private ArrowBuf matched;
    private int parts;
    private volatile boolean duplicates;
    private boolean anyNullKey;
    private int[] nullRows = new int[0];
    /** Rows whose run of slots went past the end of their part. Guarded by this. */
    private final List<Integer> deferred = new ArrayList<>();

    /** Takes over the rows: the definition's stored columns, flat. */
    JoinTable(JoinDefinition definition, Batch rows, BufferAllocator allocator) {
        this.definition = definition;
        this.allocator = allocator;
        this.rows = rows;
        this.count = rows.physicalRows();
        this.layout = definition.layout();
        this.keys = new Column[definition.keyTypes().size()];
        this.comparisons = definition.keyTypes().stream().map(Comparison::of).toArray(Comparison[]::new);
        for (int k = 0; k < keys.length; k++) {
            keys[k] = rows.column(definition.storedKey(k));
        }
        this.dictionaries = new BinaryColumn[rows.columns().size()];
        for (int c = 0; c < dictionaries.length && count > 0 && count <= DICTIONARY_ROWS_MAX; c++) {
            dictionaries[c] = rows.column(c) instanceof BinaryColumn strings ? withoutNulls(strings) : null;
        }
        this.slotShift = layout.words() == 2 ? 5 : 4;
        this.rowAt = layout.words() == 2 ? 16 : 8;
        this.slotBits = Math.max(6, 33 - Integer.numberOfLeadingZeros(Math.max(1, count - 1)));
    }

    private static BinaryColumn withoutNulls(BinaryColumn strings) {
        strings.offsets().getReferenceManager().retain();
        strings.data().getReferenceManager().retain();
        return new BinaryColumn(strings.type(), strings.length(), strings.offsets(), strings.data(), null);
    }

    /** Allocates for insertion in {@code wantedParts} (a power of two) at once. */
    void prepare(int wantedParts) {
        if (count > ROWS_MAX) {
            throw new MillraceException(ErrorCode.OUT_OF_MEMORY, "a join's build side would hold " + count + " rows, at most " + ROWS_MAX
                    + " fit");
        }
        if (definition.keepsRight()) {
            matched = Buffers.allocateZeroed(allocator, Math.max(1, count));
        }
        if (!definition.hasKeys()) {
            return;
        }
        parts = count < CHUNK_ROWS ? 1 : wantedParts;
        chooseDirect();
        slots = Buffers.allocate(allocator, direct ? 4L * values : 1L << slotBits + slotShift);
        next = Buffers.allocateZeroed(allocator, 4L * count);
    }

    private void chooseDirect() {
        boolean integer = keys.length == 1 && (keys[0].type().layout() == Layout.INT32 || keys[0].type().layout() == Layout.INT64);
        if (!integer || layout.words() != 1 || count == 0) {
            return;
        }
        FixedColumn key = (FixedColumn) keys[0];
        boolean ints = key.type().layout() == Layout.INT32;
        long most = Long.MIN_VALUE;
        least = Long.MAX_VALUE;
        for (int row = 0; row < count; row++) {
            if (!key.isNull(row)) {
                long value = ints ? key.intAt(row) : key.longAt(row);
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        long range = most - least;
        long allowed = Math.min(DIRECT_VALUES_MAX, Math.max(DIRECT_VALUES_MIN, DIRECT_VALUES_PER_ROW * count));
        if (most >= least && range >= 0 && range < allowed) {
            direct = true;
            values = (int) range + 1;
        }
    }

    /** A reader of keys to be looked up here. */
    KeyReader reader() {
        return new KeyReader(layout, allocator, !direct);
    }

    /** Most bytes that a table of so many rows needs beside the rows. */
    static long directoryBytes(JoinDefinition definition, long rows) {
        if (!definition.hasKeys()) {
            return rows;
        }
        long slots = Math.max(64, 4 * rows);
        return (slots << (definition.layout().words() == 2 ? 5 : 4)) + 5 * rows;
    }

    int parts() {
        return parts;
    }

    private int home(long hash) {
        return (int) (hash >>> 64 - slotBits);
    }

    void insert(int part, Cancellation cancellation) {
        if (direct) {
            insertDirect(part, cancellation);
        } else {
            insertHashed(part, cancellation);
        }
    }

    private void insertDirect(int part, Cancellation cancellation) {
        long address = slots.memoryAddress();
        long links = next.memoryAddress();
        int begin = (int) ((long) values * part / parts);
        int end = (int) ((long) values * (part + 1) / parts);
        Memory.fill(address + 4L * begin, 4L * (end - begin), (byte) 0);
        FixedColumn key = (FixedColumn) keys[0];
        boolean ints = key.type().layout() == Layout.INT32;
        boolean nulls = key.mayHaveNulls();
        for (int row = 0; row < count; row++) {
            if ((row & 0xFFFF) == 0) {
                cancellation.check();
            }
            long slot = (ints ? key.intAt(row) : key.longAt(row)) - least;
            if (slot < begin || slot >= end || nulls && key.isNull(row)) {
                continue;
            }
            long at = address + 4 * slot;
            int head = Memory.getInt(at);
            if (head == 0) {
                Memory.putInt(at, row + 1);
                continue;
            }
            if (!duplicates) {
                duplicates = true;
            }
            Memory.putInt(links + 4L * row, Memory.getInt(links + 4L * (head - 1)));
            Memory.putInt(links + 4L * (head - 1), row + 1);
        }
    }

    private void insertHashed(int part, Cancellation cancellation) {
        int partBits = Integer.numberOfTrailingZeros(parts);
        int begin = part << slotBits - partBits;
        int end = part + 1 << slotBits - partBits;
        long address = slots.memoryAddress();
        Memory.fill(address + ((long) begin << slotShift), (long) (end - begin) << slotShift, (byte) 0);
        KeyReader reader = new KeyReader(layout, allocator, true);
        int[] positions = new int[Math.min(CHUNK_ROWS, count)];
        for (int from = 0; from < count; from += CHUNK_ROWS) {
            cancellation.check();
            int chunk = Math.min(CHUNK_ROWS, count - from);
            for (int i = 0; i < chunk; i++) {
                positions[i] = from + i;
            }
            reader.read(keys, positions, chunk);
            for (int i = 0; i < chunk; i++) {
                int slot = home(reader.hashes[i]);
                if (slot >= begin && slot < end && !(reader.anyNull && reader.nulls[i]) && !insert(reader, i, from + i, slot, end)) {
                    synchronized (deferred) {
                        deferred.add(from + i);
                    }
                }
            }
        }
    }

    /** False if there is no free slot before {@code end}. */
    private boolean insert(KeyReader reader, int i, int row, int home, int end) {
        long address = slots.memoryAddress();
        long links = next.memoryAddress();
        for (int slot = home; slot < end; slot++) {
            long at = address + ((long) slot << slotShift);
            int head = Memory.getInt(at + rowAt) - 1;
            if (head < 0) {
                Memory.putLong(at, layout.words() == 0 ? reader.hashes[i] : reader.first[i]);
                if (layout.words() == 2) {
                    Memory.putLong(at + 8, reader.second[i]);
                }
                Memory.putInt(at + rowAt, row + 1);
                return true;
            }
            if (sameWords(at, reader, i) && (layout.words() > 0 || sameKey(keys, row, head))) {
                if (!duplicates) {
                    duplicates = true;
                }
                Memory.putInt(links + 4L * row, Memory.getInt(links + 4L * head));
                Memory.putInt(links + 4L * head, row + 1);
                return true;
            }
        }
        return false;
    }

    private boolean sameWords(long at, KeyReader reader, int i) {
        return switch (layout.words()) {
            case 0 -> Memory.getLong(at) == reader.hashes[i];
            case 1 -> Memory.getLong(at) == reader.first[i];
            default -> Memory.getLong(at) == reader.first[i] && Memory.getLong(at + 8) == reader.second[i];
        };
    }

    private boolean sameKey(Column[] others, int position, int row) {
        for (int k = 0; k < keys.length; k++) {
            if (!comparisons[k].equal(others[k], position, keys[k], row)) {
                return false;
            }
        }
        return true;
    }

    /** After all parts. */
    void complete() {
        KeyReader reader = new KeyReader(layout, allocator, true);
        int[] one = new int[1];
        for (int row : deferred) {
            one[0] = row;
            reader.read(keys, one, 1);
            int all = 1 << slotBits;
            if (!insert(reader, 0, row, home(reader.hashes[0]), all)) {
                boolean inserted = insert(reader, 0, row, 0, all);
                assert inserted : "a directory of twice as many slots as rows is full";
            }
        }
        deferred.clear();
        if (definition.nullAware()) {
            findNullKeys();
        }
    }

    private void findNullKeys() {
        int found = 0;
        for (int row = 0; row < count; row++) {
            if (nullKey(row)) {
                if (found == nullRows.length) {
                    nullRows = Arrays.copyOf(nullRows, Math.max(16, 2 * found));
                }
                nullRows[found++] = row;
            }
        }
        nullRows = Arrays.copyOf(nullRows, found);
        anyNullKey = found > 0;
    }

    private boolean nullKey(int row) {
        for (int k = 0; k < keys.length; k++) {
            if (!layout.nullSafe()[k] && keys[k].isNull(row)) {
                return true;
            }
        }
        return false;
    }

    /** {@code heads[i]}: a row of the i-th key's list, -1 if there is none. */
    void lookup(KeyReader reader, Column[] probe, int[] positions, int probeCount, int[] heads) {
        if (count == 0) {
            Arrays.fill(heads, 0, probeCount, -1);
            return;
        }
        if (direct) {
            lookupDirect(reader.first, keys[0].type().layout() == Layout.INT32, probeCount, heads);
        } else {
            lookupHashed(reader, probe, positions, probeCount, heads);
        }
        if (reader.anyNull) {
            for (int i = 0; i < probeCount; i++) {
                if (reader.nulls[i]) {
                    heads[i] = -1;
                }
            }
        }
    }

    private void lookupDirect(long[] words, boolean ints, int probeCount, int[] heads) {
        long address = slots.memoryAddress();
        for (int i = 0; i < probeCount; i++) {
            long slot = (ints ? (int) words[i] : words[i]) - least;
            heads[i] = slot >= 0 && slot < values ? Memory.getInt(address + 4 * slot) - 1 : -1;
        }
    }

    private void lookupHashed(KeyReader reader, Column[] probe, int[] positions, int probeCount, int[] heads) {
        switch (layout.words()) {
            case 1 -> lookupOne(reader.first, reader.hashes, probeCount, heads);
            case 2 -> lookupTwo(reader, probeCount, heads);
            default -> lookupByHash(reader, probe, positions, probeCount, heads);
        }
    }

    private void lookupOne(long[] words, long[] hashes, int probeCount, int[] heads) {
        long address = slots.memoryAddress();
        int shift = 64 - slotBits;
        int mask = (1 << slotBits) - 1;
        for (int i = 0; i < probeCount; i++) {
            int slot = (int) (hashes[i] >>> shift);
            long word = words[i];
            long at = address + ((long) slot << 4);
            int row = Memory.getInt(at + 8);
            while (row != 0 && Memory.getLong(at) != word) {
                slot = slot + 1 & mask;
                at = address + ((long) slot << 4);
                row = Memory.getInt(at + 8);
            }
            heads[i] = row - 1;
        }
    }

    private void lookupTwo(KeyReader reader, int probeCount, int[] heads) {
        long address = slots.memoryAddress();
        int shift = 64 - slotBits;
        int mask = (1 << slotBits) - 1;
        for (int i = 0; i < probeCount; i++) {
            int slot = (int) (reader.hashes[i] >>> shift);
            long first = reader.first[i];
            long second = reader.second[i];
            long at = address + ((long) slot << 5);
            int row = Memory.getInt(at + 16);
            while (row != 0 && (Memory.getLong(at) != first || Memory.getLong(at + 8) != second)) {
                slot = slot + 1 & mask;
                at = address + ((long) slot << 5);
                row = Memory.getInt(at + 16);
            }
            heads[i] = row - 1;
        }
    }

    private void lookupByHash(KeyReader reader, Column[] probe, int[] positions, int probeCount, int[] heads) {
        lookupOne(reader.hashes, reader.hashes, probeCount, heads);
        for (int k = 0; k < keys.length; k++) {
            KeyVerifier.verify(comparisons[k], probe[k], positions, probeCount, keys[k], heads);
        }
        for (int i = 0; i < probeCount; i++) {
            if (heads[i] == KeyVerifier.DIFFERENT) {
                heads[i] = lookupSlowly(reader.hashes[i], probe, positions == null ? i : positions[i]);
            }
        }
    }

    /** Another key has the same hash: looks at every slot of the run. */
    private int lookupSlowly(long hash, Column[] probe, int position) {
        long address = slots.memoryAddress();
        int mask = (1 << slotBits) - 1;
        int slot = home(hash);
        while (true) {
            long at = address + ((long) slot << 4);
            int row = Memory.getInt(at + 8) - 1;
            if (row < 0) {
                return -1;
            }
            if (Memory.getLong(at) == hash && sameKey(probe, position, row)) {
                return row;
            }
            slot = slot + 1 & mask;
        }
    }

    /** The next row of the same key, -1 at the end of the list. */
    int after(int row) {
        return Memory.getInt(next.memoryAddress() + 4L * row) - 1;
    }

    /** Whether {@code =} of all keys of a probe row and a build row is TRUE or NULL. */
    boolean notUnequal(Column[] probe, int position, int row) {
        for (int k = 0; k < keys.length; k++) {
            boolean unknown = !layout.nullSafe()[k] && (probe[k].isNull(position) || keys[k].isNull(row));
            if (!unknown && !comparisons[k].equal(probe[k], position, keys[k], row)) {
                return false;
            }
        }
        return true;
    }

    int rows() {
        return count;
    }

    /** Stored column {@code index}, not retained. */
    Column column(int index) {
        return rows.column(index);
    }

    /** The strings of stored column {@code index} as a dictionary whose codes are row numbers, not retained; null where copying them is better. */
    BinaryColumn dictionary(int index) {
        return dictionaries[index];
    }

    /** Whether a key has several rows. */
    boolean duplicates() {
        return duplicates;
    }

    /** Of a null-aware join. */
    boolean anyNullKey() {
        return anyNullKey;
    }

    /** Of a null-aware join: rows with a NULL key. */
    int[] nullRows() {
        return nullRows;
    }

    /** Notes that a row has found its match; by any thread. */
    void match(int row) {
        Memory.putByte(matched.memoryAddress() + row, (byte) 1);
    }

    boolean matched(int row) {
        return Memory.getByte(matched.memoryAddress() + row) != 0;
    }

    long bytes() {
        return rows.bytes() + bytes(slots) + bytes(next) + bytes(matched);
    }

    private static long bytes(ArrowBuf buffer) {
        return buffer == null ? 0 : buffer.capacity();
    }

    @Override
    public void close() {
        rows.close();
        for (BinaryColumn dictionary : dictionaries) {
            if (dictionary != null) {
                dictionary.close();
            }
        }
        for (ArrowBuf buffer : new ArrowBuf[] {slots, next, matched}) {
            if (buffer != null) {
                buffer.close();
            }
        }
        slots = null;
        next = null;
        matched = null;
    }
}
