package io.millrace.frontend.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A way of running statements that must not show in their answers.
 *
 * @param batchRows most rows of a batch
 * @param tasks fragments that a query is cut into; 0: none
 * @param optimize whether plans are rewritten
 * @param spill whether operators write to disk as soon as they hold anything
 * @param views whether queries over tables are asked as continuous views
 * @param flushed whether tables' rows are in Parquet files rather than in their logs
 */
record Regime(int batchRows, int tasks, boolean optimize, boolean spill, boolean views, boolean flushed) {
    /** As a server starts. */
    static final Regime PLAIN = new Regime(16_384, 0, true, false, false, false);

    private static final int[] BATCH_ROWS = {1, 7, 1024};
    private static final int[] TASKS = {0, 3};
    private static final int[] LEVELS = {BATCH_ROWS.length, TASKS.length, 2, 2, 2, 2};

    /** The settings that a session needs. */
    List<String> settings() {
        return List.of("batch_rows = " + batchRows, "local_tasks = " + tasks, "optimize = " + (optimize ? "on" : "off"),
                "force_spill = " + (spill ? "on" : "off"));
    }

    /** All of them. */
    static List<Regime> all() {
        List<Regime> all = new ArrayList<>();
        int count = 1;
        for (int levels : LEVELS) {
            count *= levels;
        }
        for (int i = 0; i < count; i++) {
            int[] choice = new int[LEVELS.length];
            int rest = i;
            for (int f = 0; f < LEVELS.length; f++) {
                choice[f] = rest % LEVELS[f];
                rest /= LEVELS[f];
            }
            all.add(of(choice));
        }
        return all;
    }

    /** Some of them, among which each two choices meet; drawn by a seed, greedily: of fifty tries the one that brings most new pairs. */
    static List<Regime> pairwiseCover(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> chosen = new ArrayList<>();
        while (true) {
            int[] best = null;
            int most = 0;
            for (int tries = 0; tries < 50; tries++) {
                int[] choice = new int[LEVELS.length];
                for (int f = 0; f < LEVELS.length; f++) {
                    choice[f] = random.nextInt(LEVELS[f]);
                }
                int brings = newPairs(choice, chosen);
                if (brings > most) {
                    best = choice;
                    most = brings;
                }
            }
            if (best == null) {
                return chosen.stream().map(Regime::of).toList();
            }
            chosen.add(best);
        }
    }

    private static int newPairs(int[] choice, List<int[]> chosen) {
        int count = 0;
        for (int f = 0; f < choice.length; f++) {
            for (int g = f + 1; g < choice.length; g++) {
                int one = f;
                int other = g;
                if (chosen.stream().noneMatch(c -> c[one] == choice[one] && c[other] == choice[other])) {
                    count++;
                }
            }
        }
        return count;
    }

    private static Regime of(int[] choice) {
        return new Regime(BATCH_ROWS[choice[0]], TASKS[choice[1]], choice[2] == 0, choice[3] == 1, choice[4] == 1, choice[5] == 1);
    }
}
