package io.millrace.storage.file.parquet;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.millrace.common.memory.Memory;
import java.lang.management.ManagementFactory;

/**
 * Unpacks little-endian bit-packed integers to int32. Value i lies at bit {@code i * width}. Eight values take {@code width} whole bytes, so the main
 * loops work on groups of eight. Where the processor has BMI2, one PDEP spreads two values over a 64-bit word; elsewhere shifts and masks do.
 *
 * <p>Every loop may read up to {@link ScratchBuffer#PADDING_BYTES} past the last packed byte; the caller vouches for that.
 */
final class BitUnpack {
    private static final boolean DEPOSIT = hasDeposit();

    private BitUnpack() {}

    private static boolean hasDeposit() {
        try {
            HotSpotDiagnosticMXBean hotspot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return hotspot != null && Boolean.parseBoolean(hotspot.getVMOption("UseBMI2Instructions").getValue());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Writes values {@code from .. from + count} of the packed run at {@code source} to {@code target}. */
    static void unpack(long source, long from, int width, long target, int count) {
        if (width == 0) {
            Memory.fill(target, 4L * count, (byte) 0);
            return;
        }
        int done = 0;
        int lead = (int) (Math.min(count, -from & 7));
        for (; done < lead; done++) {
            Memory.putInt(target + 4L * done, one(source, from + done, width));
        }
        int groups = count - done >>> 3;
        if (groups > 0) {
            long packed = source + ((from + done) >>> 3) * width;
            groups(packed, width, target + 4L * done, groups);
            done += groups << 3;
        }
        for (; done < count; done++) {
            Memory.putInt(target + 4L * done, one(source, from + done, width));
        }
    }

    private static void groups(long packed, int width, long target, int groups) {
        if (width == 32) {
            Memory.copy(packed, target, 32L * groups);
        } else if (!DEPOSIT || width > 28) {
            shifted(packed, width, target, groups);
        } else if (width <= 8) {
            depositOneWord(packed, width, target, groups);
        } else {
            depositPairs(packed, width, target, groups);
        }
    }

    /** The value at an index; width 1..32. */
    static int one(long source, long index, int width) {
        long bit = index * width;
        return (int) (Memory.getLong(source + (bit >>> 3)) >>> (bit & 7) & (1L << width) - 1);
    }

    /** Eight values of up to eight bits come in one load. */
    private static void depositOneWord(long packed, int width, long target, int groups) {
        long low = (1L << width) - 1;
        long pair = low | low << 32;
        int step = 2 * width;
        for (int g = 0; g < groups; g++) {
            long word = Memory.getLong(packed);
            Memory.putLong(target, Long.expand(word, pair));
            Memory.putLong(target + 8, Long.expand(word >>> step, pair));
            Memory.putLong(target + 16, Long.expand(word >>> 2 * step, pair));
            Memory.putLong(target + 24, Long.expand(word >>> 3 * step, pair));
            packed += width;
            target += 32;
        }
    }

    /** Two values of 9 to 28 bits come in one load: at most 7 + 56 bits. */
    private static void depositPairs(long packed, int width, long target, int groups) {
        long low = (1L << width) - 1;
        long pair = low | low << 32;
        int byte1 = 2 * width >>> 3;
        int shift1 = 2 * width & 7;
        int byte2 = 4 * width >>> 3;
        int shift2 = 4 * width & 7;
        int byte3 = 6 * width >>> 3;
        int shift3 = 6 * width & 7;
        for (int g = 0; g < groups; g++) {
            Memory.putLong(target, Long.expand(Memory.getLong(packed), pair));
            Memory.putLong(target + 8, Long.expand(Memory.getLong(packed + byte1) >>> shift1, pair));
            Memory.putLong(target + 16, Long.expand(Memory.getLong(packed + byte2) >>> shift2, pair));
            Memory.putLong(target + 24, Long.expand(Memory.getLong(packed + byte3) >>> shift3, pair));
            packed += width;
            target += 32;
        }
    }

    private static void shifted(long packed, int width, long target, int groups) {
        long mask = (1L << width) - 1;
        for (int g = 0; g < groups; g++) {
            for (int k = 0; k < 8; k++) {
                int bit = k * width;
                Memory.putInt(target + 4L * k, (int) (Memory.getLong(packed + (bit >>> 3)) >>> (bit & 7) & mask));
            }
            packed += width;
            target += 32;
        }
    }

    /** Values {@code 0 .. count} of a packed run, width 0..64, as int64. */
    static void unpackLongs(long source, int width, long[] target, int count) {
        if (width == 0) {
            java.util.Arrays.fill(target, 0, count, 0);
            return;
        }
        long mask = width == 64 ? -1 : (1L << width) - 1;
        for (int i = 0; i < count; i++) {
            long bit = (long) i * width;
            long at = source + (bit >>> 3);
            int shift = (int) (bit & 7);
            long value = Memory.getLong(at) >>> shift;
            if (shift + width > 64) {
                value |= (Memory.getByte(at + 8) & 255L) << 64 - shift;
            }
            target[i] = value & mask;
        }
    }
}
