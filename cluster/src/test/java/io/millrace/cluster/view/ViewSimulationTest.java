package io.millrace.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * {@link ViewSimulation} over many seeds. A failure names its seed; {@code -Dmillrace.seed=N} runs that one alone and exactly so,
 * {@code -Dmillrace.simulations=N} runs more, {@code -Dmillrace.simulation.events=N} longer.
 */
class ViewSimulationTest {
    private static final int SEEDS = Integer.getInteger("millrace.simulations", 60);
    private static final int EVENTS = Integer.getInteger("millrace.simulation.events", 150);
    private static final long ONLY = Long.getLong("millrace.seed", -1);

    @Test
    void viewsAreAFunctionOfLogsAndTicks() {
        int crashes = 0;
        for (long seed = Math.max(0, ONLY); seed < (ONLY >= 0 ? ONLY + 1 : SEEDS); seed++) {
            ViewSimulation simulation = new ViewSimulation(seed);
            try {
                simulation.run(EVENTS);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
            crashes += simulation.crashes();
        }
        assertTrue(ONLY >= 0 || crashes > SEEDS, "only " + crashes + " crashes");
    }

    @Test
    void aSeedReplaysExactly() {
        for (long seed = 0; seed < 3; seed++) {
            assertEquals(new ViewSimulation(seed).run(EVENTS), new ViewSimulation(seed).run(EVENTS), "seed " + seed);
        }
    }
}
