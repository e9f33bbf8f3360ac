package io.millrace.planner;

import io.millrace.planner.support.CaseFile;
import io.millrace.planner.support.TestPlans;
import org.junit.jupiter.api.Test;

/** Names, types and nullability of queries' columns. */
class ResultTypesTest {
    @Test
    void columns() {
        CaseFile.check("types.txt", sql -> TestPlans.text(TestPlans.plan(sql).schema()));
    }
}
