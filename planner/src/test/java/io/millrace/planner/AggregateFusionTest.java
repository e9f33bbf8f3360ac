package io.millrace.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.plan.PlanNode;
import org.junit.jupiter.api.Test;

/** Aggregates of one row that read the same tables become one, where no condition could fail for another's rows. */
class AggregateFusionTest {
    @Test
    void scalarSubqueriesOverOneTableReadItOnce() {
        assertEquals(1, scans("lineitem",
                """
                        SELECT (SELECT count(*) FROM lineitem WHERE l_quantity BETWEEN 1 AND 10),
                               (SELECT avg(l_tax) FROM lineitem WHERE l_quantity BETWEEN 1 AND 10),
                               (SELECT max(l_tax) FILTER (WHERE l_linenumber = 1) FROM lineitem WHERE l_quantity BETWEEN 20 AND 30 AND l_linenumber < 3)
                        FROM region"""));
    }

    @Test
    void joinsOfTheSameTablesAreMadeOnce() {
        String counted = "(SELECT count(*) AS %s FROM lineitem, part WHERE l_partkey = p_partkey AND p_size = %d) AS %s";
        assertEquals(1, scans("lineitem", "SELECT * FROM " + counted.formatted("a", 1, "x") + ", " + counted.formatted("b", 2, "y") + ", "
                + counted.formatted("c", 3, "z")));
    }

    @Test
    void whatCouldFailForOtherRowsStaysApart() {
        assertEquals(2, scans("lineitem", """
                SELECT * FROM (SELECT sum(1 / l_linenumber) AS a FROM lineitem WHERE l_linenumber <> 0) x,
                              (SELECT count(*) AS b FROM lineitem WHERE l_linenumber < 3) y"""));
        assertEquals(2, scans("lineitem", """
                SELECT * FROM (SELECT count(*) AS a FROM lineitem WHERE 1 / l_linenumber = 1) x,
                              (SELECT count(*) AS b FROM lineitem WHERE l_linenumber < 3) y"""));
    }

    private static long scans(String table, String query) {
        return PlanNode.flatten(Plans.physical(query)).stream()
                .filter(node -> node instanceof PlanNode.Scan scan && scan.name().endsWith(table)).count();
    }
}
