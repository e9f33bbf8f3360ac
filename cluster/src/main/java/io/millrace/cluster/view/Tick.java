package io.millrace.cluster.view;

import java.util.List;
import java.util.Map;

/**
 * A point of the one global timeline: what it binds is durable before anything derived from it can be seen.
 *
 * @param number counts from 0 without gaps
 * @param micros the clock when it was bound, microseconds since 1970-01-01T00:00Z: what now() gives; never falls from tick to tick
 * @param ends by log id, for logs that moved since the tick before: the end offset of every partition
 * @param decisions on watermarks, taken once and logged
 */
public record Tick(long number, long micros, Map<String, List<Long>> ends, List<Decision> decisions) {
    public Tick {
        ends = Map.copyOf(ends);
        decisions = List.copyOf(decisions);
    }

    /** A decision that the input's rows alone do not determine. */
    public sealed interface Decision {
        /** Of the log; of a view where the decision is about one. */
        String logId();

        int partition();

        /** The partition steps aside: watermarks no longer wait for it. */
        record Idle(String logId, int partition) implements Decision {}

        /** So much time went by while all partitions of the log were idle; {@code partition} is 0. */
        record Elapse(String logId, int partition, long micros) implements Decision {}

        /** The partition's watermark is raised to at least that. */
        record Advance(String logId, int partition, long watermarkMicros) implements Decision {}

        /** The view of this id, which is not continuous, takes what it has not taken of its inputs; {@code partition} is 0. */
        record Refresh(String logId, int partition) implements Decision {}
    }
}
