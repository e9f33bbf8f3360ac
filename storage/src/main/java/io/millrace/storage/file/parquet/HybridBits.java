package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/** Definition levels of one bit, straight into a validity bitmap; also RLE booleans. */
final class HybridBits extends HybridRuns {

    /** Clears, in a bitmap of ones, the bits {@code at .. at + count} whose level is 0; returns how many stay set. */
    int decode(long bitmap, int at, int count) {
        int ones = 0;
        while (count > 0) {
            if (runLeft == 0) {
                nextRun();
            }
            int take = Math.min(count, runLeft);
            if (packed) {
                ones += copy(bitmap, at, take);
                packedIndex += take;
            } else if (repeated != 0) {
                ones += take;
            } else {
                clear(bitmap, at, take);
            }
            runLeft -= take;
            at += take;
            count -= take;
        }
        return ones;
    }

    /** Passes over {@code count} levels; returns how many were 1. */
    int skip(int count) {
        int ones = 0;
        while (count > 0) {
            if (runLeft == 0) {
                nextRun();
            }
            int take = Math.min(count, runLeft);
            if (packed) {
                for (int i = 0; i < take; i += 32) {
                    ones += Integer.bitCount(bits(packedIndex + i, Math.min(32, take - i)));
                }
                packedIndex += take;
            } else if (repeated != 0) {
                ones += take;
            }
            runLeft -= take;
            count -= take;
        }
        return ones;
    }

    private int bits(long index, int count) {
        long word = Memory.getLong(packedBase + (index >>> 3)) >>> (index & 7);
        return (int) (word & (1L << count) - 1);
    }

    private int copy(long bitmap, int at, int count) {
        int ones = 0;
        int done = 0;
        while (done < count) {
            int to = at + done;
            int take = Math.min(32, count - done);
            int bits = bits(packedIndex + done, take);
            ones += Integer.bitCount(bits);
            // The bitmap holds ones, so only zeros are written.
            long address = bitmap + (to >>> 3);
            long zeros = (~bits & (1L << take) - 1) << (to & 7);
            if (zeros != 0) {
                clearWord(address, zeros);
            }
            done += take;
        }
        return ones;
    }

    private static void clearWord(long address, long zeros) {
        for (long at = address, left = zeros; left != 0; at++, left >>>= 8) {
            Memory.putByte(at, (byte) (Memory.getByte(at) & ~left));
        }
    }

    static void clear(long bitmap, int at, int count) {
        int end = at + count;
        while (at < end && (at & 7) != 0) {
            Memory.clearBit(bitmap, at++);
        }
        int bytes = end - at >>> 3;
        if (bytes > 0) {
            Memory.fill(bitmap + (at >>> 3), bytes, (byte) 0);
            at += bytes << 3;
        }
        while (at < end) {
            Memory.clearBit(bitmap, at++);
        }
    }
}
