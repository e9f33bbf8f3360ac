package io.millrace.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.support.TestPlans;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Planning ends wherever it is when it is cancelled, with the very error that it is cancelled with. */
class CancellationTest {
    private static final int TERMS = 100;
    private static final int PLACES = 20;

    private static String list(int count, String separator, String item) {
        return IntStream.range(0, count).mapToObj(i -> item.replace("#", Integer.toString(i))).collect(Collectors.joining(separator));
    }

    private static final List<String> QUERIES = List.of(
            "SELECT " + list(TERMS, ", ", "c# * 2 + c# AS d#") + " FROM (SELECT " + list(TERMS, ", ", "b + # AS c#") + " FROM t) AS s",
            "SELECT " + list(TERMS, ", ", "sum(c# + 1)") + " FROM (SELECT " + list(TERMS, ", ", "b + # AS c#")
                    + " FROM t) AS s GROUP BY c0",
            "SELECT id FROM t WHERE a IN (" + list(TERMS, ", ", "# + id") + ") AND b NOT IN (" + list(TERMS, ", ", "#") + ")",
            list(TERMS, " UNION ALL ", "SELECT # AS x, a FROM t WHERE id = #"),
            "SELECT 1 FROM t t0" + list(20, "", " JOIN t AS o# ON o#.a = t0.id"),
            "SELECT " + list(5, ", ", "(SELECT max(a) FROM u WHERE u.id = t.id + #)") + " FROM t",
            "SELECT " + list(3, ", ", "(SELECT count(*) FROM big_totals WHERE id > #)"));

    /** Until so many questions were asked. */
    private static final class Countdown implements Cancellation {
        private final MillraceException reason = new MillraceException(ErrorCode.QUERY_CANCELLED, "enough");
        private final long most;
        private long asked;

        Countdown(long most) {
            this.most = most;
        }

        @Override
        public void throwIfCancelled() {
            if (asked++ >= most) {
                throw reason;
            }
        }
    }

    @Test
    void everyPlaceThatAsksEndsPlanning() {
        for (String sql : QUERIES) {
            Countdown whole = new Countdown(Long.MAX_VALUE);
            Planner.plan(TestPlans.request(sql), whole);
            assertTrue(whole.asked > 300, whole.asked + " questions: " + sql);
            for (int place = 0; place < PLACES; place++) {
                Countdown some = new Countdown(whole.asked * place / PLACES);
                assertSame(some.reason, assertThrows(MillraceException.class, () -> Planner.plan(TestPlans.request(sql), some)), sql);
                assertEquals(some.most + 1, some.asked, "planning went on after it was cancelled: " + sql);
            }
        }
    }
}
