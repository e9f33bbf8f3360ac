package io.millrace.exec.kernel;

import io.millrace.common.memory.Memory;

/** One value after another, without a branch on any. */
public final class ScalarSelection implements SelectionKernel {
    @Override
    public int ints(long data, int count, int start, int span, int[] out) {
        return ints(data, 0, count, start, span, out, 0);
    }

    @Override
    public int longs(long data, int count, long start, long span, int[] out) {
        return longs(data, 0, count, start, span, out, 0);
    }

    /** Rows {@code from .. to}, behind the {@code found} positions that are in {@code out} already; how many there are then. */
    public static int ints(long data, int from, int to, int start, int span, int[] out, int found) {
        long beyond = (span & 0xFFFF_FFFFL) + 1;
        int n = found;
        for (int i = from; i < to; i++) {
            out[n] = i;
            n += RangeSelection.inside(Memory.getInt(data + 4L * i) - start, beyond);
        }
        return n;
    }

    /** As {@link #ints(long, int, int, int, int, int[], int)}. */
    public static int longs(long data, int from, int to, long start, long span, int[] out, int found) {
        int n = found;
        for (int i = from; i < to; i++) {
            out[n] = i;
            n += RangeSelection.atMost(Memory.getLong(data + 8L * i) - start, span);
        }
        return n;
    }
}
