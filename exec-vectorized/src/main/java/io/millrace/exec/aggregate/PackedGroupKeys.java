package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.exec.memory.LongStore;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keys packed into one or two words. The linear-probing directory holds the words themselves beside the group's number + 1, so a probe touches one
 * cache line: 16 bytes a slot for one word, 32 for two.
 */
final class PackedGroupKeys implements GroupKeys {
    private static final int INITIAL_SLOTS = 1024;
    private static final long K1 = 0xFF51_AFD7_ED55_8CCDL;
    private static final long K2 = 0xC4CE_B9FE_1A85_EC53L;

    private final BufferAllocator allocator;
    private final KeyPacker packer;
    private final int words;
    private final int slotShift;
    private final LongStore[] groupWords;
    private ArrowBuf slots;
    private int slotCount;
    private int groups;

    PackedGroupKeys(BufferAllocator allocator, KeyPacking packing, SharedTuples shared) {
        this.allocator = allocator;
        this.packer = new KeyPacker(packing, shared);
        this.words = packing.words();
        this.slotShift = words == 1 ? 4 : 5;
        this.groupWords = new LongStore[words];
        for (int w = 0; w < words; w++) {
            groupWords[w] = new LongStore(allocator);
        }
        resize(INITIAL_SLOTS);
    }

    private static int slotOf(long w0, long w1) {
        long h = (w0 ^ w1 * K2) * K1;
        h ^= h >>> 32;
        h *= K2;
        return (int) (h >>> 32);
    }

    private void resize(int newSlots) {
        ArrowBuf grown = Buffers.allocateZeroed(allocator, (long) newSlots << slotShift);
        long address = grown.memoryAddress();
        int mask = newSlots - 1;
        int groupAt = words * 8;
        for (int g = 0; g < groups; g++) {
            long w0 = groupWords[0].at(g);
            long w1 = words == 2 ? groupWords[1].at(g) : 0;
            int slot = slotOf(w0, w1) & mask;
            long at = address + ((long) slot << slotShift);
            while (Memory.getInt(at + groupAt) != 0) {
                slot = slot + 1 & mask;
                at = address + ((long) slot << slotShift);
            }
            Memory.putLong(at, w0);
            if (words == 2) {
                Memory.putLong(at + 8, w1);
            }
            Memory.putInt(at + groupAt, g + 1);
        }
        if (slots != null) {
            slots.close();
        }
        slots = grown;
        slotCount = newSlots;
    }

    @Override
    public boolean assign(Column[] keys, int[] positions, int count, int[] groupIds) {
        if (!packer.pack(keys, positions, count)) {
            return false;
        }
        reserve(count);
        if (words == 1) {
            probeOne(packer.word(0), count, groupIds);
        } else {
            probeTwo(packer.word(0), packer.word(1), count, groupIds);
        }
        return true;
    }

    private void reserve(int more) {
        long needed = (long) groups + more;
        if (needed > GROUPS_MAX) {
            throw new MillraceException(ErrorCode.OUT_OF_MEMORY,
                    "a hash table would hold " + needed + " groups, at most " + GROUPS_MAX + " fit");
        }
        // the groups of this batch are seldom all new: the directory grows by what is there, and must only have a free slot for each row
        int newSlots = slotCount;
        while (2L * groups > newSlots || needed * 5 > newSlots * 4L) {
            newSlots *= 2;
        }
        if (newSlots != slotCount) {
            resize(newSlots);
        }
        for (LongStore store : groupWords) {
            store.reserve((int) needed);
        }
    }

    private void probeOne(long[] word, int count, int[] groupIds) {
        long address = slots.memoryAddress();
        long stored = groupWords[0].address();
        int mask = slotCount - 1;
        int next = groups;
        for (int k = 0; k < count; k++) {
            long w0 = word[k];
            int slot = slotOf(w0, 0) & mask;
            while (true) {
                long at = address + ((long) slot << 4);
                int group = Memory.getInt(at + 8);
                if (group == 0) {
                    Memory.putLong(at, w0);
                    Memory.putInt(at + 8, next + 1);
                    Memory.putLong(stored + 8L * next, w0);
                    groupIds[k] = next++;
                    break;
                }
                if (Memory.getLong(at) == w0) {
                    groupIds[k] = group - 1;
                    break;
                }
                slot = slot + 1 & mask;
            }
        }
        groups = next;
    }

    private void probeTwo(long[] first, long[] second, int count, int[] groupIds) {
        long address = slots.memoryAddress();
        int mask = slotCount - 1;
        int next = groups;
        for (int k = 0; k < count; k++) {
            long w0 = first[k];
            long w1 = second[k];
            int slot = slotOf(w0, w1) & mask;
            while (true) {
                long at = address + ((long) slot << 5);
                int group = Memory.getInt(at + 16);
                if (group == 0) {
                    Memory.putLong(at, w0);
                    Memory.putLong(at + 8, w1);
                    Memory.putInt(at + 16, next + 1);
                    groupWords[0].put(next, w0);
                    groupWords[1].put(next, w1);
                    groupIds[k] = next++;
                    break;
                }
                if (Memory.getLong(at) == w0 && Memory.getLong(at + 8) == w1) {
                    groupIds[k] = group - 1;
                    break;
                }
                slot = slot + 1 & mask;
            }
        }
        groups = next;
    }

    @Override
    public int groups() {
        return groups;
    }

    @Override
    public List<Column> keys(BufferAllocator payer, int from, int count) {
        long[] addresses = new long[words];
        for (int w = 0; w < words; w++) {
            addresses[w] = groupWords[w].address() + 8L * from;
        }
        return packer.unpack(payer, addresses, count);
    }

    @Override
    public void clear() {
        groups = 0;
        Memory.fill(slots.memoryAddress(), slots.capacity(), (byte) 0);
    }

    @Override
    public long bytes() {
        long bytes = slots.capacity();
        for (LongStore store : groupWords) {
            bytes += store.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        packer.close();
        for (LongStore store : groupWords) {
            store.close();
        }
        if (slots != null) {
            slots.close();
            slots = null;
        }
    }
}
