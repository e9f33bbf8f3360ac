package io.millrace.exec.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.PlanRunner;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A view's contents at a tick are the batch answer over the same inputs: for plans at random, over inserts and deletes at random, cut into steps at
 * random, with restarts in between. Batch answers are the executor's own where it has the operators, and the reference's always.
 */
class EquivalenceTest {
    private static final int PLANS = Integer.getInteger("millrace.plans", 250);

    @Test
    void viewsAreTheBatchAnswerAtEveryTick() {
        int[] batchAnswers = {0};
        long only = Long.getLong("millrace.seed", -1);
        for (long seed = Math.max(0, only); seed < (only >= 0 ? only + 1 : PLANS); seed++) {
            PlanNode plan = new RandomPlans(new SplittableRandom(seed)).plan(1 + (int) (seed % 4));
            try {
                new RandomSteps(plan, Map.of("t", RandomPlans::row, "u", RandomPlans::row))
                        .steps(6)
                        .oracle(tables -> answer(plan, tables, batchAnswers))
                        .run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + plan, e);
            }
        }
        assertTrue(only >= 0 || batchAnswers[0] > PLANS, "the batch executor answered only " + batchAnswers[0] + " times");
    }

    private static Map<List<Object>, Long> answer(PlanNode plan, Map<String, List<List<Object>>> tables, int[] batchAnswers) {
        Map<List<Object>, Long> reference = Reference.zset(new Reference(tables).rows(plan));
        try (PlanRunner runner = new PlanRunner()) {
            tables.forEach((name, rows) -> runner.table(name, RandomPlans.ROW, rows));
            Map<List<Object>, Long> batch = Reference.zset(runner.run(plan));
            assertEquals(Rows.table(reference), Rows.table(batch), "the batch executor differs from the reference");
            batchAnswers[0]++;
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.FEATURE_NOT_SUPPORTED) {
                throw e;
            }
        }
        return reference;
    }
}
