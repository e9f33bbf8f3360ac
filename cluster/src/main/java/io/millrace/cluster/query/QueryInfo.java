package io.millrace.cluster.query;

import io.millrace.exec.Progress;
import java.util.Optional;

/** A running or ended query as sys.queries shows it. */
public record QueryInfo(
        String id,
        String text,
        String user,
        State state,
        long startMicros,
        long elapsedMicros,
        Progress progress,
        long memoryBytes,
        long rowsOut,
        Optional<String> error) {
    /** Where it stands. */
    public enum State {
        PLANNING,
        RUNNING,
        FINISHED,
        FAILED,
        CANCELLED;

        /** Whether it can still be cancelled. */
        public boolean isLive() {
            return this == PLANNING || this == RUNNING;
        }
    }
}
