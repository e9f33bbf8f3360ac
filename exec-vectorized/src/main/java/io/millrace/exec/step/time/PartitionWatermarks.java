package io.millrace.exec.step.time;

import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.Arrays;

/**
 * The watermark of each partition of an input: the greatest event time it has seen less the delay, or what a logged decision raised it to. All in
 * microseconds, none ever falls. The input's watermark is the least over the partitions that are not idle; while all are, the least of those that saw
 * anything. While all are idle, logged decisions may let time go by ({@link #elapse}).
 */
public final class PartitionWatermarks {
    /** Nothing was seen yet. */
    public static final long NOTHING_SEEN = Long.MIN_VALUE;

    private static final int PARTITIONS_MAX = 1 << 20;

    private final long delayMicros;
    private final int declared;
    private long[] watermarks;
    private boolean[] idle;
    private long combined = NOTHING_SEEN;
    private long greatest = NOTHING_SEEN;

    public PartitionWatermarks(int partitions, long delayMicros) {
        this.delayMicros = delayMicros;
        this.declared = partitions;
        this.watermarks = new long[partitions];
        this.idle = new boolean[partitions];
        Arrays.fill(watermarks, NOTHING_SEEN);
    }

    /** The partition has rows: it is active from here on. One that stood aside comes back at the input's watermark. Returns its watermark. */
    public long activate(int partition) {
        ensure(partition);
        if (idle[partition]) {
            long atLeast = combined();
            idle[partition] = false;
            watermarks[partition] = Math.max(watermarks[partition], atLeast);
        }
        return watermarks[partition];
    }

    /** A partition that was found later holds nothing back before its first row. */
    private void ensure(int partition) {
        if (partition >= watermarks.length) {
            int known = watermarks.length;
            watermarks = Arrays.copyOf(watermarks, partition + 1);
            Arrays.fill(watermarks, known, watermarks.length, NOTHING_SEEN);
            idle = Arrays.copyOf(idle, partition + 1);
        }
    }

    public void advance(int partition, long watermarkMicros) {
        ensure(partition);
        watermarks[partition] = Math.max(watermarks[partition], watermarkMicros);
    }

    /** A row of this time has moved a watermark. */
    public void saw(long micros) {
        greatest = Math.max(greatest, micros);
    }

    /**
     * So much time went by without any row: all watermarks rise by it, but none further than {@code horizonMicros} past the greatest time seen, where
     * the last window has closed.
     */
    public void elapse(long micros, long horizonMicros) {
        if (greatest == NOTHING_SEEN) {
            return;
        }
        long most = greatest > Long.MAX_VALUE - horizonMicros ? Long.MAX_VALUE : greatest + horizonMicros;
        for (int p = 0; p < watermarks.length; p++) {
            if (watermarks[p] != NOTHING_SEEN && watermarks[p] < most) {
                watermarks[p] = most - watermarks[p] < micros ? most : watermarks[p] + micros;
            }
        }
    }

    public void idle(int partition) {
        ensure(partition);
        idle[partition] = true;
    }

    /** A row's time less the delay, without wrapping. */
    public static long less(long micros, long delayMicros) {
        return micros < NOTHING_SEEN + delayMicros ? NOTHING_SEEN : micros - delayMicros;
    }

    public long delayMicros() {
        return delayMicros;
    }

    /** The input's watermark; never falls. */
    public long combined() {
        long active = Long.MAX_VALUE;
        long all = Long.MAX_VALUE;
        for (int p = 0; p < watermarks.length; p++) {
            all = watermarks[p] == NOTHING_SEEN ? all : Math.min(all, watermarks[p]);
            if (!idle[p] && (p < declared || watermarks[p] != NOTHING_SEEN)) {
                active = Math.min(active, watermarks[p]);
            }
        }
        long idleOnes = all == Long.MAX_VALUE ? NOTHING_SEEN : all;
        combined = Math.max(combined, active == Long.MAX_VALUE ? idleOnes : active);
        return combined;
    }

    public void write(StateWriter out) {
        out.writeInt(watermarks.length);
        out.writeLongs(watermarks, watermarks.length);
        for (boolean aside : idle) {
            out.writeBoolean(aside);
        }
        out.writeLong(combined);
        out.writeLong(greatest);
    }

    public void read(StateReader in) {
        int count = in.readInt();
        if (count < 1 || count > PARTITIONS_MAX) {
            throw in.corrupt("found " + count + " partitions");
        }
        ensure(count - 1);
        in.readLongs(watermarks, count);
        for (int p = 0; p < count; p++) {
            idle[p] = in.readBoolean();
        }
        combined = in.readLong();
        greatest = in.readLong();
    }
}
