package io.millrace.exec.step.state;

import java.util.ArrayList;
import java.util.List;

/**
 * Bloom filters over the hashes of keys that were stored, so that a key which is new costs no look-up. Filled one after another, each for so many keys; one
 * whose keys have all been closed by the watermark goes. There are a few at most: beyond that, or after a restart, any key may be there.
 */
final class KeyFilters {
    private static final int KEYS_OF_EACH = 1 << 18;
    private static final int BITS = KEYS_OF_EACH * 16;
    private static final int FILTERS_MAX = 64;

    private static final class Filter {
        private final long[] words = new long[BITS / 64];
        private int keys;
        private long latest = Long.MIN_VALUE;
    }

    private final List<Filter> filters = new ArrayList<>();
    private boolean blind;

    /** From here on any key may be there that was stored before. */
    void forgetAll() {
        filters.clear();
        blind = true;
    }

    private static long mix(int hash) {
        long h = hash * 0x9E3779B97F4A7C15L;
        return h ^ h >>> 29;
    }

    void add(int hash, long time) {
        if (blind) {
            return;
        }
        if (filters.isEmpty() || filters.getLast().keys == KEYS_OF_EACH) {
            if (filters.size() == FILTERS_MAX) {
                forgetAll();
                return;
            }
            filters.add(new Filter());
        }
        Filter filter = filters.getLast();
        filter.keys++;
        filter.latest = Math.max(filter.latest, time);
        long h = mix(hash);
        for (int i = 0; i < 4; i++) {
            int bit = (int) (h >>> 16 * i ^ (long) hash * (2 * i + 1)) & BITS - 1;
            filter.words[bit >>> 6] |= 1L << bit;
        }
    }

    boolean mayContain(int hash) {
        if (blind) {
            return true;
        }
        for (Filter filter : filters) {
            if (contains(filter, hash)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(Filter filter, int hash) {
        long h = mix(hash);
        for (int i = 0; i < 4; i++) {
            int bit = (int) (h >>> 16 * i ^ (long) hash * (2 * i + 1)) & BITS - 1;
            if ((filter.words[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Keys of this time and before are there no more. */
    void dropUpTo(long time) {
        filters.removeIf(filter -> filter.latest <= time);
    }

    long bytes() {
        return filters.size() * (BITS / 8L);
    }
}
