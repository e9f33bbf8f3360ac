package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/**
 * A cursor over the runs of Parquet's RLE / bit-packing hybrid: either one value repeated or groups of eight packed values. Every run is checked
 * against the bytes that are there before it is read.
 */
abstract sealed class HybridRuns permits HybridInts, HybridBits {
    private long at;
    private long end;
    int width;
    /** Values left in the current run. */
    int runLeft;
    boolean packed;
    int repeated;
    /** Address of the current packed run, and the index in it of the next value. */
    long packedBase;
    long packedIndex;

    final void start(long address, long bytes, int bitWidth) {
        if (bitWidth < 0 || bitWidth > 32) {
            throw new CorruptDataException("values packed to " + bitWidth + " bits, expected 0 to 32");
        }
        at = address;
        end = address + bytes;
        width = bitWidth;
        runLeft = 0;
    }

    /** Moves to the next run, which has at least one value. */
    final void nextRun() {
        long header = varint();
        if ((header & 1) == 0) {
            int bytes = width + 7 >>> 3;
            long count = header >>> 1;
            if (count == 0 || count > Integer.MAX_VALUE || bytes > end - at) {
                throw new CorruptDataException("a run of " + count + " values in " + (end - at) + " bytes");
            }
            int value = 0;
            for (int i = 0; i < bytes; i++) {
                value |= (Memory.getByte(at + i) & 255) << 8 * i;
            }
            if (width < 32 && value >>> width != 0) {
                throw new CorruptDataException("a run of the value " + value + ", which does not fit " + width + " bits");
            }
            at += bytes;
            packed = false;
            repeated = value;
            runLeft = (int) count;
        } else {
            long groups = header >>> 1;
            long bytes = Math.min(end - at, groups * width);
            // Some writers leave out the padding of the last group.
            long count = width == 0 ? groups * 8 : Math.min(groups * 8, bytes * 8 / width);
            if (groups > Integer.MAX_VALUE / 8 || count == 0) {
                throw new CorruptDataException("a packed run of " + groups + " groups in " + (end - at) + " bytes");
            }
            packed = true;
            packedBase = at;
            packedIndex = 0;
            runLeft = (int) count;
            at += bytes;
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (at >= end) {
                throw new CorruptDataException("packed values end early");
            }
            int part = Memory.getByte(at++) & 255;
            value |= (long) (part & 127) << shift;
            if (part < 128) {
                return value;
            }
        }
        throw new CorruptDataException("a packed run with an endless length");
    }
}
