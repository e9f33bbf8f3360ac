package io.millrace.planner;

import io.millrace.common.error.MillraceException;
import io.millrace.planner.support.CaseFile;
import io.millrace.planner.support.TestPlans;
import org.junit.jupiter.api.Test;

/** What is wrong with a query, where, and what may have been meant. */
class PlanningErrorsTest {
    @Test
    void messages() {
        CaseFile.check("errors.txt", sql -> {
            try {
                return "planned: " + TestPlans.text(TestPlans.plan(sql).schema());
            } catch (MillraceException e) {
                return e.code() + " " + e.position().map(p -> p + " ").orElse("") + e.getMessage()
                        + e.hint().map(h -> " | " + h).orElse("");
            }
        });
    }
}
