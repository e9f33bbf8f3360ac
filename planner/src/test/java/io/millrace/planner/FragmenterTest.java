package io.millrace.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.plan.PlanNode;
import io.millrace.planner.fragment.Fragment;
import io.millrace.planner.fragment.Fragmenter;
import io.millrace.testkit.tpch.TpchData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where plans are cut for several tasks. */
class FragmenterTest {
    @Test
    void anAggregateIsSplitAroundTheExchange() {
        assertEquals("""
                Exchange [to one task]
                  Final Aggregate [by b; calls count, sum]
                    Exchange [to tasks by hash of b]
                      Partial Aggregate [by b; calls count(*), sum(n)]
                        Scan [of public.t; columns b, n; estimated rows 100]
                """, Plans.text(Plans.distributed("SELECT b, count(*), sum(n) FROM t GROUP BY b")));
    }

    @Test
    void topRowsAreFoundInEachTaskFirst() {
        assertEquals("""
                TopN [by a; offset 2; limit 10]
                  Exchange [to one task, merged by a]
                    TopN [by a; limit 12]
                      Scan [of public.t; columns a; estimated rows 100]
                """, Plans.text(Plans.distributed("SELECT a FROM t ORDER BY a LIMIT 10 OFFSET 2")));
    }

    @Test
    void largeSidesAreSpreadByKeyAndSmallOnesSentToAll() {
        String plan = Plans.text(Plans.distributed(TpchData.query(3)));
        assertTrue(plan.contains("Exchange [to tasks by hash of l_orderkey]"), plan);
        assertTrue(plan.contains("Exchange [to every task]"), plan);
    }

    @Test
    void literalRowsAreNotRepeatedInEveryTask() {
        assertEquals("""
                Exchange [to one task]
                  UnionAll
                    Scan [of public.t; columns a; estimated rows 100]
                    Exchange [to tasks evenly]
                      Values [rows 1]
                """, Plans.text(Plans.distributed("SELECT a FROM t UNION ALL VALUES (7)")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void everyFragmentReadsThoseBefore(int query) {
        PlanNode plan = Plans.distributed(TpchData.query(query));
        List<Fragment> fragments = Fragmenter.cut(plan, PlanNode.Aggregate::schema);
        for (Fragment fragment : fragments) {
            List<Integer> sources = PlanNode.flatten(fragment.root()).stream()
                    .filter(PlanNode.RemoteSource.class::isInstance)
                    .map(node -> ((PlanNode.RemoteSource) node).fragmentId())
                    .toList();
            assertEquals(fragment.inputs(), sources);
            assertTrue(sources.stream().allMatch(id -> id < fragment.id()));
            assertTrue(PlanNode.flatten(fragment.root()).stream().noneMatch(PlanNode.Exchange.class::isInstance));
        }
        assertEquals(plan.schema(), fragments.getLast().root().schema());
    }
}
