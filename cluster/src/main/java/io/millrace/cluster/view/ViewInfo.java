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
        Optional<String> error) {}
