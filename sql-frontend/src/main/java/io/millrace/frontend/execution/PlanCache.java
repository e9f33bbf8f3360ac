package io.millrace.frontend.execution;

import io.millrace.common.type.SqlType;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Plans of queries that were run, for when they run again; those that were not used for longest give way. Holds plans, never rows. Thread-safe. */
public final class PlanCache {
    private static final int PLANS_MAX = 1_000;
    /** Longer texts carry literals that hardly come again, and their plans are large. */
    static final int TEXT_LENGTH_MAX = 16_384;

    private final Map<Key, CachedPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CachedPlan> eldest) {
            return size() > PLANS_MAX;
        }
    };
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** All that a plan depends on but the catalog: {@code user} because of CURRENT_USER, {@code parameters} the types of the values that were given. */
    record Key(String sql, String schema, String user, boolean restricted, ZoneId zone, boolean optimize, List<SqlType> parameters) {}

    Optional<CachedPlan> find(Key key) {
        synchronized (plans) {
            return Optional.ofNullable(plans.get(key));
        }
    }

    void put(Key key, CachedPlan plan) {
        synchronized (plans) {
            plans.put(key, plan);
        }
    }

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    /** Queries that ran by a plan made before. */
    public long hits() {
        return hits.sum();
    }

    /** Queries that were planned. */
    public long misses() {
        return misses.sum();
    }

    public int size() {
        synchronized (plans) {
            return plans.size();
        }
    }
}
