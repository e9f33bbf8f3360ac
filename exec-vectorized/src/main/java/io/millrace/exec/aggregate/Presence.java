package io.millrace.exec.aggregate;

import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.exec.memory.LongStore;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * How many values that are not NULL each group has met, kept only once that matters: as long as every row of every call has had a value, every group
 * that existed at the last call has one, and nothing is stored.
 */
final class Presence implements AutoCloseable {
    private final LongStore counts;
    private final boolean exactFromStart;
    /** While nothing is stored: groups below this have a value. */
    private int presentBelow;
    private boolean stored;

    /** {@code exactFromStart}: counts, not only presence, because rows may be taken back. */
    Presence(BufferAllocator allocator, boolean exactFromStart) {
        this.counts = new LongStore(allocator);
        this.exactFromStart = exactFromStart;
        this.stored = exactFromStart;
    }

    /** Before a call in which every row has a value. True if each row must still be {@link #noted}. */
    boolean allPresent(int groups) {
        if (!stored) {
            presentBelow = groups;
            return false;
        }
        counts.reserve(groups);
        return true;
    }

    /** Before a call in which some rows may have none. Rows that have one must be {@link #noted}. */
    void somePresent(int groups) {
        if (!stored) {
            stored = true;
            counts.reserve(groups);
            for (int g = 0; g < presentBelow; g++) {
                counts.put(g, 1);
            }
        }
        counts.reserve(groups);
    }

    void noted(int group) {
        counts.put(group, counts.at(group) + 1);
    }

    void noted(int[] groups, int count) {
        for (int k = 0; k < count; k++) {
            noted(groups[k]);
        }
    }

    void noted(int group, long weight) {
        counts.put(group, counts.at(group) + weight);
    }

    /** Makes {@link #present} of groups below {@code groups} askable. */
    void reserve(int groups) {
        if (stored) {
            counts.reserve(groups);
        }
    }

    boolean present(int group) {
        return stored ? counts.at(group) > 0 : group < presentBelow;
    }

    long count(int group) {
        assert exactFromStart;
        return counts.at(group);
    }

    /** A bitmap for groups {@code from .. from + count}, null if all have a value. */
    ArrowBuf validity(BufferAllocator payer, int from, int count) {
        if (stored) {
            counts.reserve(from + count);
        } else if (from + count <= presentBelow) {
            return null;
        }
        ArrowBuf validity = null;
        for (int i = 0; i < count; i++) {
            if (!present(from + i)) {
                if (validity == null) {
                    validity = Buffers.allocateOnes(payer, count);
                }
                Memory.clearBit(validity.memoryAddress(), i);
            }
        }
        return validity;
    }

    void clear() {
        counts.clear();
        presentBelow = 0;
        stored = exactFromStart;
    }

    long bytes() {
        return counts.bytes();
    }

    @Override
    public void close() {
        counts.close();
    }
}
