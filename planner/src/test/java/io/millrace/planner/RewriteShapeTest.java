package io.millrace.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries become: one line of the physical plan each that says that a rewrite took place. */
class RewriteShapeTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
            "SELECT a FROM t WHERE a NOT IN (SELECT a FROM u)                              | LeftAntiNullAware HashJoin [on a = a]",
            "SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a)            | RightAnti HashJoin [on a = a]",
            "SELECT a FROM t WHERE a IN (SELECT a FROM u) OR b = 1                         | LeftMark HashJoin [on a = a]",
            "SELECT t.a FROM t LEFT JOIN u ON t.a = u.a WHERE u.b = 1                      | Inner HashJoin [on a = a]",
            "SELECT t.a FROM t FULL JOIN u ON t.a = u.a WHERE t.b = 1                      | Right HashJoin [on a = a]",
            "SELECT t.a FROM t, u WHERE (t.a = u.a AND t.b = 1) OR (t.a = u.a AND u.b = 2) | Inner HashJoin [on a = a; where (b#3 = 1) OR (b#1 = 2)]",
            "SELECT t.a FROM t JOIN u ON t.a IS NOT DISTINCT FROM u.a                      | Inner HashJoin [on a <=> a]",
            "SELECT b, count(DISTINCT a) FROM t GROUP BY b                                 | Aggregate [by b, a]",
            "SELECT a FROM t WHERE b = 1 OR b = 2                                          | "
                    + "Scan [of public.t; columns a, b; filter b IN (1, 2); skip by b; estimated rows 19]",
            "SELECT t.a FROM t JOIN u ON t.a = u.a WHERE t.a = 7                           | "
                    + "Scan [of public.u; columns a; filter a = 7; skip by a; estimated rows 10]",
            "SELECT count(*) FROM t                                                        | Scan [of public.t; columns ; estimated rows 100]",
            "SELECT a FROM t ORDER BY b LIMIT 3                                            | TopN [by b; limit 3]",
            "SELECT s.b FROM (SELECT b, sum(a) FROM t GROUP BY b) s WHERE b = 3            | "
                    + "Scan [of public.t; columns b; filter b = 3; skip by b; estimated rows 10]",
    })
    void aLineOfThePlanSaysSo(String sql, String line) {
        String plan = Plans.text(Plans.physical(sql));
        assertEquals(1, plan.lines().filter(l -> l.strip().equals(line)).limit(1).count(), plan);
    }
}
