package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/** The BOOLEAN values of one data page, nulls left out: PLAIN bits, or RLE runs behind a four-byte length. */
final class BitValues {
    private final HybridInts runs;
    private final long address;
    private final long bits;
    private long next;

    private BitValues(HybridInts runs, long address, long bits) {
        this.runs = runs;
        this.address = address;
        this.bits = bits;
    }

    static BitValues plain(long address, long bytes) {
        return new BitValues(null, address, bytes * 8);
    }

    static BitValues rle(long address, long bytes) {
        if (bytes < 4 || Memory.getInt(address) < 0 || Memory.getInt(address) > bytes - 4) {
            throw new CorruptDataException("a page of RLE booleans of " + bytes + " bytes without a fitting length");
        }
        HybridInts runs = new HybridInts();
        runs.start(address + 4, Memory.getInt(address), 1);
        return new BitValues(runs, 0, 0);
    }

    /** Sets, in a bitmap of zeros, bits {@code at .. at + count} that are true; positions that are null in {@code validity} take no value. */
    void decode(long bitmap, int at, int count, long validity) {
        for (int i = at; i < at + count; i++) {
            if ((validity == 0 || Memory.bit(validity, i)) && next()) {
                Memory.setBit(bitmap, i);
            }
        }
    }

    boolean next() {
        if (runs != null) {
            return runs.next() != 0;
        }
        if (next >= bits) {
            throw FixedValues.endsEarly(1, 0);
        }
        long index = next++;
        return (Memory.getByte(address + (index >>> 3)) >>> (index & 7) & 1) != 0;
    }

    void skip(int count) {
        if (runs != null) {
            runs.skip(count);
        } else {
            next += count;
        }
    }
}
