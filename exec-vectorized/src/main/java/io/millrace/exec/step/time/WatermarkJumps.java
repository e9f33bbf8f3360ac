package io.millrace.exec.step.time;

import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the watermarks of an input's partitions stand that its rows alone do not explain: raised while all was silent, or taken from the others when a
 * partition came back. With these lateness can be decided again from the log, long after the ticks of the decisions are forgotten.
 */
public final class WatermarkJumps {
    /** More are not kept: one comes with every silence of a partition. */
    private static final int JUMPS_MAX = 1 << 16;

    /** Row {@code row} of a partition, counted from where the input began, found the watermark at {@code micros}. */
    public record Jump(int partition, long row, long micros) {}

    private long[] rows;
    private long[] expected;
    private final List<Jump> jumps = new ArrayList<>();
    private boolean complete = true;

    public WatermarkJumps(int partitions) {
        this.rows = new long[partitions];
        this.expected = new long[partitions];
        Arrays.fill(expected, PartitionWatermarks.NOTHING_SEEN);
    }

    /** A partition's next {@code count} rows moved its watermark from {@code before} to {@code after}. */
    public void rows(int partition, int count, long before, long after) {
        ensure(partition + 1);
        if (before != expected[partition]) {
            if (jumps.size() < JUMPS_MAX) {
                jumps.add(new Jump(partition, rows[partition], before));
            } else {
                complete = false;
            }
        }
        rows[partition] += count;
        expected[partition] = after;
    }

    private void ensure(int partitions) {
        if (partitions > rows.length) {
            int known = rows.length;
            rows = Arrays.copyOf(rows, partitions);
            expected = Arrays.copyOf(expected, partitions);
            Arrays.fill(expected, known, partitions, PartitionWatermarks.NOTHING_SEEN);
        }
    }

    /** In the order of a partition's rows; null if there were too many to keep. */
    public List<Jump> kept() {
        return complete ? List.copyOf(jumps) : null;
    }

    public void write(StateWriter out) {
        out.writeInt(rows.length);
        out.writeLongs(rows, rows.length);
        out.writeLongs(expected, expected.length);
        out.writeBoolean(complete);
        out.writeInt(jumps.size());
        for (Jump jump : jumps) {
            out.writeInt(jump.partition());
            out.writeLong(jump.row());
            out.writeLong(jump.micros());
        }
    }

    public void read(StateReader in) {
        int partitions = in.readCount(1 << 20);
        ensure(partitions);
        in.readLongs(rows, partitions);
        in.readLongs(expected, partitions);
        complete = in.readBoolean();
        int count = in.readCount(JUMPS_MAX);
        for (int i = 0; i < count; i++) {
            jumps.add(new Jump(in.readInt(), in.readLong(), in.readLong()));
        }
    }
}
