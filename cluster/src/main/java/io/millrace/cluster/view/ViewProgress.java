package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.exec.step.StepOutput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** How far a view has come and what it has counted on the way. */
final class ViewProgress {
    private static final String SECTION = "progress";
    private static final int SECTION_VERSION = 1;

    private final Map<Integer, Set<Integer>> idle = new HashMap<>();
    private long frontier;
    private long frontierMicros;
    private OptionalLong watermark = OptionalLong.empty();
    private long lateRows;
    private long heldRows;
    private long rowsIn;

    void movedTo(Tick tick) {
        frontier = tick.number();
        frontierMicros = tick.micros();
    }

    void count(StepOutput output) {
        lateRows += output.lateRows();
        heldRows += output.heldRows();
        watermark = output.watermarkMicros();
    }

    void countIn(long rows) {
        rowsIn += rows;
    }

    /** Partitions of an input that stand aside. */
    Set<Integer> idle(int input) {
        return idle.computeIfAbsent(input, i -> new HashSet<>());
    }

    long frontier() {
        return frontier;
    }

    long frontierMicros() {
        return frontierMicros;
    }

    OptionalLong watermark() {
        return watermark;
    }

    long lateRows() {
        return lateRows;
    }

    long heldRows() {
        return heldRows;
    }

    long rowsIn() {
        return rowsIn;
    }

    void checkpoint(StateOutput out) throws IOException {
        try (DataOutputStream progress = new DataOutputStream(out.section(SECTION))) {
            progress.writeInt(SECTION_VERSION);
            progress.writeLong(frontier);
            progress.writeLong(frontierMicros);
            progress.writeLong(lateRows);
            progress.writeLong(heldRows);
            progress.writeLong(rowsIn);
            progress.writeInt(idle.size());
            for (Map.Entry<Integer, Set<Integer>> entry : idle.entrySet()) {
                progress.writeInt(entry.getKey());
                progress.writeInt(entry.getValue().size());
                for (int partition : entry.getValue()) {
                    progress.writeInt(partition);
                }
            }
        }
    }

    /** {@code watermarkMicros}: the restored dataflow's. */
    void restore(StateInput in, OptionalLong watermarkMicros) throws IOException {
        try (DataInputStream progress = new DataInputStream(in.section(SECTION))) {
            int version = progress.readInt();
            if (version != SECTION_VERSION) {
                throw new MillraceException(ErrorCode.CORRUPT_FILE,
                        "a view's checkpoint has version " + version + ", this build reads " + SECTION_VERSION);
            }
            frontier = progress.readLong();
            frontierMicros = progress.readLong();
            lateRows = progress.readLong();
            heldRows = progress.readLong();
            rowsIn = progress.readLong();
            int inputs = progress.readInt();
            for (int i = 0; i < inputs; i++) {
                Set<Integer> aside = idle(progress.readInt());
                int partitions = progress.readInt();
                for (int p = 0; p < partitions; p++) {
                    aside.add(progress.readInt());
                }
            }
        }
        watermark = watermarkMicros;
    }
}
