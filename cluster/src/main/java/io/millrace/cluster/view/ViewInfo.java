package io.millrace.cluster.view;

import java.util.Optional;
import java.util.OptionalLong;

/** Where a view stands, as sys.jobs shows it; {@code lagTicks} bound but not yet taken, {@code heldRows} too far in the future to move the watermark,
 * {@code refreshedMicros} and {@code nextRefreshMicros} of a view that is not continuous. */
public record ViewInfo(
        String id,
        String state,
        long tick,
        long lagTicks,
        long tickMicros,
        OptionalLong watermarkMicros,
        long rowsIn,
        long lateRows,
        long heldRows,
        long stateBytes,
        int subscribers,
        OptionalLong refreshedMicros,
        OptionalLong nextRefreshMicros,
        Optional<String> error,
        Optional<Written> written) {
    /** How far a sink has come: the last tick known to be in the other system, rows since the process began, bytes that wait. */
    public record Written(OptionalLong committedTick, long rows, long pendingBytes) {}
}
