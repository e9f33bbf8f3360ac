package io.millrace.planner.cancel;

import java.util.function.Supplier;

/**
 * Ends planning from outside. A statement is planned by one thread through many recursive passes, Calcite's and ours; all of them ask {@link #check} at each
 * node or call that they come to, so that a cancelled statement ends within milliseconds wherever it is.
 */
@FunctionalInterface
public interface Cancellation {
    Cancellation NEVER = () -> {};

    ScopedValue<Cancellation> CURRENT = ScopedValue.newInstance();

    /** Throws what planning is to fail with; cheap. */
    void throwIfCancelled();

    /** Plans what this can end. */
    default <T> T during(Supplier<T> planning) {
        return ScopedValue.where(CURRENT, this).call(planning::get);
    }

    /** Fails if what this thread plans is cancelled. */
    static void check() {
        if (CURRENT.isBound()) {
            CURRENT.get().throwIfCancelled();
        }
    }
}
