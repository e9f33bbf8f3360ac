package io.millrace.planner.cancel;

import java.util.function.Supplier;

/**
 * Whether a plan may run again another time. What planning takes from the one run that it plans for, its time or its parameters' values, it says here; the
 * rest of a plan depends on the request and the catalog alone. One for each planning, used by its thread.
 */
public final class PlanReuse {
    private static final ScopedValue<PlanReuse> CURRENT = ScopedValue.newInstance();

    private boolean refused;

    public <T> T during(Supplier<T> planning) {
        return ScopedValue.where(CURRENT, this).call(planning::get);
    }

    /** What this thread plans holds for one run alone. */
    public static void refuse() {
        if (CURRENT.isBound()) {
            CURRENT.get().refused = true;
        }
    }

    public boolean isAllowed() {
        return !refused;
    }
}
