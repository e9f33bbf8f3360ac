package io.millrace.exec;

import java.util.ArrayList;
import java.util.List;

/** How a plan is run in a test; its answer must be the same in all. */
public record Regime(int batchRows, int threads, long memoryBytes) {
    static final long ENOUGH = 1L << 30;

    static List<Regime> large() {
        return List.of(new Regime(1024, 1, ENOUGH), new Regime(1000, 2, ENOUGH), new Regime(4096, 2, ENOUGH));
    }

    /** Little memory, so that what can go to disk does. */
    public static List<Regime> small(long memoryBytes) {
        return List.of(new Regime(1024, 1, memoryBytes), new Regime(1000, 2, memoryBytes));
    }

    static List<Regime> all() {
        List<Regime> regimes = new ArrayList<>();
        for (int batchRows : new int[] {1, 7, 1024}) {
            for (int threads : new int[] {1, 2}) {
                regimes.add(new Regime(batchRows, threads, ENOUGH));
            }
        }
        return regimes;
    }
}
