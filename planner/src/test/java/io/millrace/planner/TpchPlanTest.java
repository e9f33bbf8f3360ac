package io.millrace.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.plan.PlanNode;
import io.millrace.testkit.tpch.TpchData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TPC-H's queries over the statistics of scale factor 1: all are planned, none with a cross product of tables, each join with the smaller side built. */
class TpchPlanTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void joinsHaveKeys(int number) {
        PlanNode plan = Plans.physical(TpchData.query(number));
        for (PlanNode node : PlanNode.flatten(plan)) {
            if (node instanceof PlanNode.Join join && join.leftKeys().isEmpty()) {
                // A scalar subquery, or Q7's pair of nations: small whatever the scale
                boolean scalar = join.right() instanceof PlanNode.Aggregate aggregate && aggregate.keys().isEmpty();
                assertTrue(scalar || number == 7 && join.residual() != null, Plans.text(plan));
            }
        }
    }

    @Test
    void theFactTableIsProbedAndTheSmallestTablesAreBuiltFirst() {
        assertEquals("""
                Inner HashJoin [on l_orderkey = o_orderkey]
                  Scan lineitem
                  Inner HashJoin [on o_custkey = c_custkey]
                    Scan orders
                    Scan customer
                """, joins(3));
    }

    @Test
    void aSelectiveSubqueryRestrictsTheAggregateItIsJoinedWith() {
        assertEquals("""
                Inner HashJoin [on l_partkey = p_partkey; where CAST(l_quantity AS DECIMAL(38, 17)) < (0.2 * $f1_0)]
                  Scan lineitem
                  Inner HashJoin [on $f1 = p_partkey]
                    LeftSemi HashJoin [on $f1 = $f0]
                      Scan lineitem
                      Scan part
                    Scan part
                """, joins(17));
    }

    @Test
    void aSmallLeftSideOfALeftJoinIsBuilt() {
        assertEquals("""
                Right HashJoin [on o_custkey = c_custkey]
                  Scan orders
                  Scan customer
                """, joins(13));
    }

    /** Joins and scans alone. */
    private static String joins(int query) {
        StringBuilder out = new StringBuilder();
        joins(Plans.physical(TpchData.query(query)), 0, out);
        return out.toString();
    }

    private static void joins(PlanNode node, int depth, StringBuilder out) {
        boolean shown = node instanceof PlanNode.Join || node instanceof PlanNode.Scan;
        if (node instanceof PlanNode.Scan scan) {
            out.append("  ".repeat(depth)).append("Scan ").append(scan.name().replace("public.", "")).append('\n');
        } else if (shown) {
            out.append("  ".repeat(depth)).append(Plans.text(node).lines().findFirst().orElseThrow()).append('\n');
        }
        node.inputs().forEach(input -> joins(input, depth + (shown ? 1 : 0), out));
    }
}
