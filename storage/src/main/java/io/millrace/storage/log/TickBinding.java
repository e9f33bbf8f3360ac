package io.millrace.storage.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tick is, for ever: everything that a view's state at the tick is a function of.
 *
 * @param tick counted from 0 without gaps
 * @param loggedMicros what now() is at this tick, epoch micros; never less than the tick's before
 * @param sources by log id, how far the tick reaches in each
 * @param decisions anything else that must be replayed as it was decided (skew, catalog version, look-ups), opaque
 */
public record TickBinding(long tick, long loggedMicros, Map<String, Source> sources, byte[] decisions) {
    /**
     * A source at a tick.
     *
     * @param toOffsets exclusive end of the rows that the tick covers, one a partition
     * @param idlePartitions partitions that step aside from the watermark at this tick
     */
    public record Source(List<Long> toOffsets, List<Integer> idlePartitions) {
        public Source {
            toOffsets = List.copyOf(toOffsets);
            idlePartitions = List.copyOf(idlePartitions);
        }
    }

    private static final int VERSION = 1;

    public TickBinding {
        sources = Map.copyOf(sources);
        decisions = decisions.clone();
    }

    /** The part of a record that the log's columns do not carry. */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(sources.size());
            for (Map.Entry<String, Source> entry : new TreeMap<>(sources).entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeInt(entry.getValue().toOffsets().size());
                for (long offset : entry.getValue().toOffsets()) {
                    out.writeLong(offset);
                }
                out.writeInt(entry.getValue().idlePartitions().size());
                for (int partition : entry.getValue().idlePartitions()) {
                    out.writeInt(partition);
                }
            }
            out.writeInt(decisions.length);
            out.write(decisions);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static TickBinding decode(long tick, long loggedMicros, byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("tick " + tick + " has record version " + version + ", this build reads " + VERSION);
            }
            Map<String, Source> sources = new TreeMap<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String id = in.readUTF();
                List<Long> offsets = new ArrayList<>();
                int partitions = in.readInt();
                for (int p = 0; p < partitions; p++) {
                    offsets.add(in.readLong());
                }
                List<Integer> idle = new ArrayList<>();
                int idleCount = in.readInt();
                for (int p = 0; p < idleCount; p++) {
                    idle.add(in.readInt());
                }
                sources.put(id, new Source(offsets, idle));
            }
            byte[] decisions = new byte[in.readInt()];
            in.readFully(decisions);
            return new TickBinding(tick, loggedMicros, sources, decisions);
        } catch (IOException e) {
            throw new IllegalStateException("tick " + tick + ": its record ends early", e);
        }
    }
}
