package io.millrace.exec.aggregate;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.kernel.Hashing;
import io.millrace.exec.memory.ColumnStore;
import io.millrace.exec.memory.LongStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keys of any types, kept as columns in order of their groups. A linear-probing directory of int64 holds the upper half of the hash and the group's
 * number + 1. A batch is hashed, then probed by hash alone, new keys are appended column by column, and at last the keys that were found by hash are
 * compared column by column; the rare row whose hash lied is probed again, key by key.
 */
final class ColumnarGroupKeys implements GroupKeys {
    private static final int INITIAL_SLOTS = 1024;
    private static final long HASH_BITS = 0xFFFF_FFFF_0000_0000L;

    private final BufferAllocator allocator;
    private final ColumnStore[] stores;
    private final Comparison[] comparisons;
    private final LongStore groupHashes;
    private ArrowBuf slots;
    private int slotCount;
    private int groups;

    private long[] hashes = new long[0];
    private int[] newRows = new int[0];

    ColumnarGroupKeys(BufferAllocator allocator, List<SqlType> types) {
        this.allocator = allocator;
        this.stores = types.stream().map(t -> new ColumnStore(allocator, t)).toArray(ColumnStore[]::new);
        this.comparisons = types.stream().map(Comparison::of).toArray(Comparison[]::new);
        this.groupHashes = new LongStore(allocator);
        resize(INITIAL_SLOTS);
    }

    private void resize(int newSlots) {
        ArrowBuf grown = Buffers.allocateZeroed(allocator, 8L * newSlots);
        long address = grown.memoryAddress();
        int mask = newSlots - 1;
        for (int g = 0; g < groups; g++) {
            long hash = groupHashes.at(g);
            int slot = (int) hash & mask;
            while (Memory.getLong(address + 8L * slot) != 0) {
                slot = slot + 1 & mask;
            }
            Memory.putLong(address + 8L * slot, hash & HASH_BITS | g + 1);
        }
        if (slots != null) {
            slots.close();
        }
        slots = grown;
        slotCount = newSlots;
    }

    @Override
    public boolean assign(Column[] keys, int[] positions, int count, int[] groupIds) {
        if (hashes.length < count) {
            hashes = new long[count];
            newRows = new int[count];
        }
        for (int c = 0; c < keys.length; c++) {
            Hashing.hash(keys[c], positions, count, hashes, c > 0);
        }
        reserve(count);
        int added = probe(positions, count, groupIds);
        for (int c = 0; c < keys.length; c++) {
            stores[c].append(keys[c], newRows, added);
        }
        verify(keys, positions, count, groupIds);
        return true;
    }

    private void reserve(int more) {
        long needed = (long) groups + more;
        if (needed > GROUPS_MAX) {
            throw new MillraceException(ErrorCode.OUT_OF_MEMORY,
                    "a hash table would hold " + needed + " groups, at most " + GROUPS_MAX + " fit");
        }
        int newSlots = slotCount;
        while (needed * 5 > newSlots * 4L || 2L * groups > newSlots) {
            newSlots *= 2;
        }
        if (newSlots != slotCount) {
            resize(newSlots);
        }
        groupHashes.reserve((int) needed);
    }

    /** Finds groups by hash alone; positions of rows that are new go to {@link #newRows}. */
    private int probe(int[] positions, int count, int[] groupIds) {
        long address = slots.memoryAddress();
        long hashAddress = groupHashes.address();
        int mask = slotCount - 1;
        int added = 0;
        int next = groups;
        for (int k = 0; k < count; k++) {
            long hash = hashes[k];
            int slot = (int) hash & mask;
            while (true) {
                long entry = Memory.getLong(address + 8L * slot);
                if (entry == 0) {
                    Memory.putLong(address + 8L * slot, hash & HASH_BITS | next + 1);
                    Memory.putLong(hashAddress + 8L * next, hash);
                    newRows[added++] = positions == null ? k : positions[k];
                    groupIds[k] = next++;
                    break;
                }
                if (((entry ^ hash) & HASH_BITS) == 0) {
                    groupIds[k] = (int) entry - 1;
                    break;
                }
                slot = slot + 1 & mask;
            }
        }
        groups = next;
        return added;
    }

    private void verify(Column[] keys, int[] positions, int count, int[] groupIds) {
        Column[] stored = new Column[keys.length];
        try {
            for (int c = 0; c < keys.length; c++) {
                stored[c] = stores[c].view();
            }
            boolean[] differs = null;
            for (int c = 0; c < keys.length; c++) {
                differs = compare(keys[c], stored[c], comparisons[c], positions, count, groupIds, differs);
            }
            if (differs == null) {
                return;
            }
        } finally {
            for (Column column : stored) {
                if (column != null) {
                    column.close();
                }
            }
        }
        verifySlowly(keys, positions, count, groupIds);
    }

    /** Marks rows whose key is not that of their group; null as long as there is none. */
    private static boolean[] compare(
            Column keys, Column stored, Comparison comparison, int[] positions, int count, int[] groupIds, boolean[] differs) {
        boolean[] result = differs;
        boolean plain = !keys.mayHaveNulls() && !stored.mayHaveNulls();
        if (plain && keys instanceof FixedColumn fixed && fixed.type().layout() == Layout.INT32) {
            long a = fixed.dataAddress;
            long b = ((FixedColumn) stored).dataAddress;
            for (int k = 0; k < count; k++) {
                int i = positions == null ? k : positions[k];
                if (Memory.getInt(a + 4L * i) != Memory.getInt(b + 4L * groupIds[k])) {
                    result = mark(result, count, k);
                }
            }
        } else if (plain && keys instanceof FixedColumn fixed && fixed.type().layout() == Layout.INT64) {
            long a = fixed.dataAddress;
            long b = ((FixedColumn) stored).dataAddress;
            for (int k = 0; k < count; k++) {
                int i = positions == null ? k : positions[k];
                if (Memory.getLong(a + 8L * i) != Memory.getLong(b + 8L * groupIds[k])) {
                    result = mark(result, count, k);
                }
            }
        } else if (plain && keys instanceof BinaryColumn binary && binary.type().kind() != SqlType.Kind.CHAR) {
            BinaryColumn other = (BinaryColumn) stored;
            for (int k = 0; k < count; k++) {
                if (!sameBytes(binary, positions == null ? k : positions[k], other, groupIds[k])) {
                    result = mark(result, count, k);
                }
            }
        } else if (keys instanceof DictionaryColumn coded && coded.dictionary() instanceof BinaryColumn binary
                && binary.type().kind() != SqlType.Kind.CHAR) {
            BinaryColumn other = (BinaryColumn) stored;
            for (int k = 0; k < count; k++) {
                int i = positions == null ? k : positions[k];
                boolean isNull = coded.isNull(i);
                if (isNull != other.isNull(groupIds[k]) || !isNull && !sameBytes(binary, coded.codeAt(i), other, groupIds[k])) {
                    result = mark(result, count, k);
                }
            }
        } else {
            for (int k = 0; k < count; k++) {
                int i = positions == null ? k : positions[k];
                if (!comparison.equal(keys, i, stored, groupIds[k])) {
                    result = mark(result, count, k);
                }
            }
        }
        return result;
    }

    private static boolean sameBytes(BinaryColumn a, int i, BinaryColumn b, int j) {
        int length = a.lengthAt(i);
        return length == b.lengthAt(j) && Memory.equal(a.startAt(i), b.startAt(j), length);
    }

    private static boolean[] mark(boolean[] differs, int count, int k) {
        boolean[] marks = differs == null ? new boolean[count] : differs;
        marks[k] = true;
        return marks;
    }

    /**
     * Two keys of one hash: gives every row of the batch its group again, key by key, in order. Groups that the batch has just added hold their own
     * key, so what was right stays so.
     */
    private void verifySlowly(Column[] keys, int[] positions, int count, int[] groupIds) {
        int[] one = new int[1];
        for (int k = 0; k < count; k++) {
            one[0] = positions == null ? k : positions[k];
            groupIds[k] = findOrAdd(keys, one, hashes[k]);
        }
    }

    private int findOrAdd(Column[] keys, int[] one, long hash) {
        reserve(1);
        long address = slots.memoryAddress();
        int mask = slotCount - 1;
        int slot = (int) hash & mask;
        while (true) {
            long entry = Memory.getLong(address + 8L * slot);
            if (entry == 0) {
                int group = groups++;
                Memory.putLong(address + 8L * slot, hash & HASH_BITS | group + 1);
                groupHashes.put(group, hash);
                for (int c = 0; c < keys.length; c++) {
                    stores[c].append(keys[c], one, 1);
                }
                return group;
            }
            if (((entry ^ hash) & HASH_BITS) == 0 && sameKey(keys, one[0], (int) entry - 1)) {
                return (int) entry - 1;
            }
            slot = slot + 1 & mask;
        }
    }

    private boolean sameKey(Column[] keys, int position, int group) {
        for (int c = 0; c < keys.length; c++) {
            try (Column stored = stores[c].view()) {
                if (!comparisons[c].equal(keys[c], position, stored, group)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public int groups() {
        return groups;
    }

    int columns() {
        return stores.length;
    }

    /** Key column {@code c} of all groups; shares memory, and stays as it is when groups are added. The caller owns it. */
    Column view(int c) {
        return stores[c].view();
    }

    @Override
    public List<Column> keys(BufferAllocator payer, int from, int count) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = from + i;
        }
        List<Column> keys = new ArrayList<>(stores.length);
        for (ColumnStore store : stores) {
            try (Column all = store.view()) {
                keys.add(all.gather(payer, positions, count));
            } catch (Throwable t) {
                keys.forEach(Column::close);
                throw t;
            }
        }
        return keys;
    }

    @Override
    public void clear() {
        groups = 0;
        for (ColumnStore store : stores) {
            store.clear();
        }
        Memory.fill(slots.memoryAddress(), 8L * slotCount, (byte) 0);
    }

    @Override
    public long bytes() {
        long bytes = slots.capacity() + groupHashes.bytes();
        for (ColumnStore store : stores) {
            bytes += store.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        for (ColumnStore store : stores) {
            store.close();
        }
        groupHashes.close();
        if (slots != null) {
            slots.close();
            slots = null;
        }
    }
}
