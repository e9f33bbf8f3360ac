package io.millrace.exec.sort;

import static io.millrace.exec.PlanRunner.row;
import static io.millrace.exec.PlanRunner.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.PlanRunner;
import io.millrace.exec.Regime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SortOperatorTest {
    private static final PlanRunner RUNNER = new PlanRunner();
    private static final Schema SCHEMA = schema("name", SqlType.VARCHAR, "n", SqlType.INTEGER, "x", SqlType.DOUBLE);
    private static final List<List<Object>> ROWS = List.of(
            row("prefix-equal-b", 3, 1.0),
            row("prefix-equal-a", 1, -1.0),
            row(null, 2, Double.NaN),
            row("b", null, 0.0),
            row("a", -5, null),
            row("prefix-equal-", 7, Double.NEGATIVE_INFINITY));

    @AfterAll
    static void stop() {
        RUNNER.close();
    }

    private static PlanNode.Sort sort(PlanNode input, long offset, long fetch, boolean ties, SortKey... keys) {
        return new PlanNode.Sort(input, List.of(keys), offset, fetch, ties);
    }

    @Test
    void ordersStringsBeyondTheirPrefix() {
        PlanNode scan = RUNNER.table("t", SCHEMA, ROWS);
        RUNNER.expectOrdered(
                sort(scan, 0, -1, false, SortKey.ascending(0)),
                ROWS.get(4),
                ROWS.get(3),
                ROWS.get(5),
                ROWS.get(1),
                ROWS.get(0),
                ROWS.get(2));
    }

    @Test
    void ordersDescendingWithNullsFirst() {
        PlanNode scan = RUNNER.table("t", SCHEMA, ROWS);
        RUNNER.expectOrdered(
                sort(scan, 0, -1, false, new SortKey(2, true, true)), ROWS.get(4), ROWS.get(2), ROWS.get(0), ROWS.get(3), ROWS.get(1),
                ROWS.get(5));
        RUNNER.expectOrdered(
                sort(scan, 1, 3, false, new SortKey(1, false, false)), ROWS.get(1), ROWS.get(2), ROWS.get(0));
    }

    @Test
    void keepsTies() {
        Schema schema = schema("a", SqlType.INTEGER);
        PlanNode scan = RUNNER.table("ties", schema, row(1), row(2), row(2), row(2), row(3));
        RUNNER.expectOrdered(sort(scan, 0, 2, true, SortKey.ascending(0)), row(1), row(2), row(2), row(2));
        RUNNER.expectOrdered(sort(scan, 1, 1, false, SortKey.ascending(0)), row(2));
        RUNNER.expectOrdered(sort(scan, 0, 0, false, SortKey.ascending(0)));
        RUNNER.expectOrdered(sort(scan, 9, 2, false, SortKey.ascending(0)));
    }

    @Test
    void topRowsOfManyAreThoseOfTheFullOrder() {
        Random random = new Random(42);
        Schema schema = schema("a", SqlType.BIGINT, "b", SqlType.VARCHAR, "c", SqlType.INTEGER);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            rows.add(row((long) random.nextInt(500), "v" + random.nextInt(50), i));
        }
        List<List<Object>> expected = rows.stream()
                .sorted((p, q) -> {
                    int a = Long.compare((Long) q.get(0), (Long) p.get(0));
                    int b = a != 0 ? a : ((String) p.get(1)).compareTo((String) q.get(1));
                    return b != 0 ? b : Integer.compare((Integer) p.get(2), (Integer) q.get(2));
                })
                .toList();
        PlanNode scan = RUNNER.table("many", schema, rows);
        SortKey[] keys = {new SortKey(0, true, false), SortKey.ascending(1), SortKey.ascending(2)};
        RUNNER.expectLargeOrdered(sort(scan, 5, 100, false, keys), expected.subList(5, 105));
        RUNNER.expectLargeOrdered(sort(scan, 0, -1, false, keys), expected);
    }

    private static List<List<Object>> wide(int rows) {
        Random random = new Random(rows);
        List<List<Object>> result = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Object text = random.nextInt(10) == 0 ? null : "the same beginning, then " + random.nextInt(rows);
            result.add(row(random.nextInt(8) == 0 ? null : random.nextInt(40), text, (long) i));
        }
        return result;
    }

    private static final Schema WIDE = schema("a", SqlType.INTEGER, "b", SqlType.VARCHAR, "c", SqlType.BIGINT);

    /** NULLs last, but first where an order is descending. */
    private static int compare(List<Object> p, List<Object> q) {
        int a = p.get(0) == null || q.get(0) == null ? Boolean.compare(q.get(0) == null, p.get(0) == null)
                : (Integer) q.get(0) - (Integer) p.get(0);
        int b = a != 0 ? a : p.get(1) == null || q.get(1) == null ? Boolean.compare(p.get(1) == null, q.get(1) == null)
                : ((String) p.get(1)).compareTo((String) q.get(1));
        return b != 0 ? b : Long.compare((Long) p.get(2), (Long) q.get(2));
    }

    private static final SortKey[] WIDE_KEYS = {new SortKey(0, true, true), SortKey.ascending(1), SortKey.ascending(2)};

    /** No row takes as much in a run: more bytes than that mean that rows were written more than once. */
    private static final long RUN_BYTES_A_ROW = 95;

    @Test
    void sortsOnDiskWhatDoesNotFit() {
        List<List<Object>> rows = wide(60_000);
        List<List<Object>> expected = rows.stream().sorted(SortOperatorTest::compare).toList();
        PlanNode scan = RUNNER.table("wide", WIDE, rows);
        long quarter = 1_000_000;
        RUNNER.expectSpilledOrdered(sort(scan, 0, -1, false, WIDE_KEYS), quarter, expected);
        assertTrue(RUNNER.spilledBytes() < 60_000 * RUN_BYTES_A_ROW, () -> "bytes written: " + RUNNER.spilledBytes());
        RUNNER.expectSpilledOrdered(sort(scan, 30_000, 12_345, false, WIDE_KEYS), quarter, expected.subList(30_000, 42_345));
        // so many runs that one merge cannot read them all
        List<List<Object>> more = wide(500_000);
        List<List<Object>> last = more.stream().sorted(SortOperatorTest::compare).toList().subList(499_000, 500_000);
        RUNNER.expectSpilledOrdered(sort(RUNNER.table("more", WIDE, more), 499_000, -1, false, WIDE_KEYS), quarter / 4, last);
        assertTrue(RUNNER.spilledBytes() > 500_000 * RUN_BYTES_A_ROW, () -> "bytes written: " + RUNNER.spilledBytes());
    }

    @Test
    void keepsTiesOnDisk() {
        List<List<Object>> rows = wide(60_000);
        PlanNode scan = RUNNER.table("wide", WIDE, rows);
        long nulls = rows.stream().filter(r -> r.get(0) == null).count();
        long peers = rows.stream().filter(r -> r.get(0) != null && (Integer) r.get(0) == 39).count();
        List<List<Object>> expected = rows.stream().filter(r -> r.get(0) != null && (Integer) r.get(0) == 39).toList();
        assertTrue(peers > 1000);
        RUNNER.expectSpilled(sort(scan, nulls, 1, true, new SortKey(0, true, true)), 1_000_000, expected);
    }

    @Test
    void firstRowsNeedNoDisk() {
        PlanNode scan = RUNNER.table("wide", WIDE, wide(60_000));
        for (Regime regime : Regime.small(3_000_000)) {
            assertEquals(10, RUNNER.run(sort(scan, 0, 10, false, WIDE_KEYS), regime).size());
            assertEquals(0, RUNNER.spilledBytes());
        }
    }

    @Test
    void leavesNothingWhenCancelledOnDisk() {
        PlanNode scan = RUNNER.table("wide", WIDE, wide(60_000));
        Regime.small(1_000_000).forEach(regime -> RUNNER.cancelAfterFirstBatch(sort(scan, 0, -1, false, WIDE_KEYS), regime));
    }

    @Test
    void limitWithoutKeysKeepsTheNumberOfRows() {
        PlanNode scan = RUNNER.table("same", schema("a", SqlType.INTEGER), row(1), row(1), row(1), row(1), row(1));
        RUNNER.expect(sort(scan, 1, 2, false), row(1), row(1));
        RUNNER.expect(sort(scan, 4, -1, false), row(1));
    }
}
