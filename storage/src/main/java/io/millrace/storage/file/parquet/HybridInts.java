package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/** Dictionary codes or levels of the RLE / bit-packing hybrid, as int32. */
final class HybridInts extends HybridRuns {

    /** Writes the next {@code count} values to {@code target}. */
    void decode(long target, int count) {
        while (count > 0) {
            if (runLeft == 0) {
                nextRun();
            }
            int take = Math.min(count, runLeft);
            if (packed) {
                BitUnpack.unpack(packedBase, packedIndex, width, target, take);
                packedIndex += take;
            } else {
                fill(target, repeated, take);
            }
            runLeft -= take;
            target += 4L * take;
            count -= take;
        }
    }

    int next() {
        if (runLeft == 0) {
            nextRun();
        }
        runLeft--;
        if (!packed) {
            return repeated;
        }
        return width == 0 ? 0 : BitUnpack.one(packedBase, packedIndex++, width);
    }

    void skip(int count) {
        while (count > 0) {
            if (runLeft == 0) {
                nextRun();
            }
            int take = Math.min(count, runLeft);
            packedIndex += take;
            runLeft -= take;
            count -= take;
        }
    }

    private static void fill(long target, int value, int count) {
        long pair = value & 0xFFFFFFFFL | (long) value << 32;
        int i = 0;
        for (; i + 2 <= count; i += 2) {
            Memory.putLong(target + 4L * i, pair);
        }
        if (i < count) {
            Memory.putInt(target + 4L * i, value);
        }
    }

    /** Checks that {@code count} codes at {@code address} name entries of a dictionary of {@code size}; several are tested by one subtraction. */
    static void checkCodes(long address, int count, int size) {
        long limit = size - 1L;
        long limits = limit | limit << 32;
        long wrong = 0;
        int i = 0;
        for (; i + 2 <= count; i += 2) {
            long codes = Memory.getLong(address + 4L * i);
            // A code above the limit borrows into its own sign bit; a negative one has it set already.
            wrong |= limits - codes | codes;
        }
        if (i < count) {
            long code = Memory.getInt(address + 4L * i);
            wrong |= limit - code | code;
        }
        if ((wrong & 0x8000_0000_8000_0000L) != 0) {
            throw new CorruptDataException("a dictionary code beyond the dictionary's " + size + " entries");
        }
    }
}
