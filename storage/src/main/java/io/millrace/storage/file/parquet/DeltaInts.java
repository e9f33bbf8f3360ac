package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/**
 * DELTA_BINARY_PACKED: blocks of a least delta and miniblocks of packed differences to it. Arithmetic wraps in 64 bits, of which int32 columns take the
 * lower half, as the format wants.
 */
final class DeltaInts extends FixedValues {
    private static final int BLOCK_VALUES_MAX = 1 << 20;

    private final int width;
    private final long end;
    private long at;
    private final int miniblocks;
    private final int miniblockValues;
    private final long total;
    private long produced;
    private long previous;
    private long leastDelta;
    private long widths;
    private int miniblock;
    private final long[] deltas;
    private int deltaCount;
    private int deltaNext;

    /** @param width 4 or 8 bytes a value */
    DeltaInts(long address, long bytes, int width) {
        this.at = address;
        this.end = address + bytes;
        this.width = width;
        long blockValues = varint();
        long blockMiniblocks = varint();
        this.total = varint();
        this.previous = zigzag();
        if (blockValues <= 0 || blockValues > BLOCK_VALUES_MAX || blockMiniblocks <= 0 || blockMiniblocks > 512
                || blockValues % blockMiniblocks != 0
                || blockValues / blockMiniblocks % 8 != 0 || total < 0 || total > Integer.MAX_VALUE) {
            throw new CorruptDataException(
                    "a delta header of " + blockValues + " values in " + blockMiniblocks + " miniblocks, " + total + " in all");
        }
        this.miniblocks = (int) blockMiniblocks;
        this.miniblockValues = (int) (blockValues / blockMiniblocks);
        this.miniblock = miniblocks;
        this.deltas = new long[miniblockValues];
    }

    int total() {
        return (int) total;
    }

    /** The address behind the last block; all values must have been taken. */
    long endAddress() {
        return at;
    }

    @Override
    void decode(long target, int count) {
        if (count > total - produced) {
            throw endsEarly((long) count * width, (total - produced) * width);
        }
        int done = 0;
        if (produced == 0 && count > 0) {
            put(target, 0, previous);
            done = 1;
        }
        long value = previous;
        while (done < count) {
            if (deltaNext == deltaCount) {
                nextMiniblock(produced + done);
            }
            int take = Math.min(count - done, deltaCount - deltaNext);
            if (width == 8) {
                for (int i = 0; i < take; i++) {
                    value += deltas[deltaNext + i];
                    Memory.putLong(target + 8L * (done + i), value);
                }
            } else {
                for (int i = 0; i < take; i++) {
                    value += deltas[deltaNext + i];
                    Memory.putInt(target + 4L * (done + i), (int) value);
                }
            }
            deltaNext += take;
            done += take;
        }
        previous = value;
        produced += count;
    }

    private void put(long target, int index, long value) {
        if (width == 8) {
            Memory.putLong(target + 8L * index, value);
        } else {
            Memory.putInt(target + 4L * index, (int) value);
        }
    }

    @Override
    void skip(int count) {
        if (count > total - produced) {
            throw endsEarly((long) count * width, (total - produced) * width);
        }
        int done = produced == 0 && count > 0 ? 1 : 0;
        while (done < count) {
            if (deltaNext == deltaCount) {
                nextMiniblock(produced + done);
            }
            int take = Math.min(count - done, deltaCount - deltaNext);
            for (int i = 0; i < take; i++) {
                previous += deltas[deltaNext + i];
            }
            deltaNext += take;
            done += take;
        }
        produced += count;
    }

    /** @param soFar values before the miniblock */
    private void nextMiniblock(long soFar) {
        if (miniblock == miniblocks) {
            leastDelta = zigzag();
            widths = at;
            at += miniblocks;
            if (at > end) {
                throw new CorruptDataException("delta values end early");
            }
            miniblock = 0;
        }
        int bits = Memory.getByte(widths + miniblock) & 255;
        long bytes = (long) miniblockValues * bits / 8;
        int wanted = (int) Math.min(miniblockValues, total - soFar);
        // The last miniblock is padded by most writers, but not by all.
        if (bits > 64 || ((long) wanted * bits + 7) / 8 > end - at) {
            throw new CorruptDataException("delta values of " + bits + " bits end early");
        }
        BitUnpack.unpackLongs(at, bits, deltas, wanted);
        for (int i = 0; i < wanted; i++) {
            deltas[i] += leastDelta;
        }
        at += Math.min(bytes, end - at);
        deltaCount = wanted;
        deltaNext = 0;
        miniblock++;
    }

    private long zigzag() {
        long raw = varint();
        return raw >>> 1 ^ -(raw & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new CorruptDataException("delta values end early");
            }
            int part = Memory.getByte(at++) & 255;
            value |= (long) (part & 127) << shift;
            if (part < 128) {
                return value;
            }
        }
        throw new CorruptDataException("an endless number among delta values");
    }
}
