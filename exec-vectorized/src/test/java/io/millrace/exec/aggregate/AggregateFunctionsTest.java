package io.millrace.exec.aggregate;

import static io.millrace.exec.PlanRunner.row;
import static io.millrace.exec.PlanRunner.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.AggregatePhase;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.PlanRunner;
import io.millrace.exec.kernel.Hashing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AggregateFunctionsTest {
    private static final PlanRunner RUNNER = new PlanRunner();
    private static final SqlType WIDE = SqlType.decimal(25, 1);
    private static final Schema SCHEMA =
            schema("g", SqlType.INTEGER, "n", SqlType.INTEGER, "s", SqlType.VARCHAR, "x", SqlType.DOUBLE, "d", WIDE, "b", SqlType.BOOLEAN);
    private static final Expr N = Expr.column(1, SqlType.INTEGER);
    private static final Expr S = Expr.column(2, SqlType.VARCHAR);
    private static final Expr X = Expr.column(3, SqlType.DOUBLE);
    private static final Expr D = Expr.column(4, WIDE);
    private static final List<List<Object>> ROWS = List.of(
            row(1, 3, "c", 1.0, new BigDecimal("5.0"), true),
            row(1, 1, "a", 2.0, null, false),
            row(1, 3, "b", 4.0, new BigDecimal("-7.5"), true),
            row(1, null, null, null, new BigDecimal("123456789012345678901234.5"), null),
            row(2, 6, "z", 1e8 + 1, null, null),
            row(2, 5, "z", 1e8 + 2, null, true),
            row(3, null, null, null, null, null));

    @AfterAll
    static void stop() {
        RUNNER.close();
    }

    private static AggregateCall call(AggregateFunction function, SqlType type, boolean distinct, List<SortKey> order, Expr... arguments) {
        return new AggregateCall(function, List.of(arguments), distinct, -1, order, false, type);
    }

    private static AggregateCall call(AggregateFunction function, SqlType type, Expr... arguments) {
        return call(function, type, false, List.of(), arguments);
    }

    private static PlanNode.Aggregate aggregate(PlanNode input, AggregateCall... calls) {
        List<Field> fields = new ArrayList<>(List.of(input.schema().field(0)));
        for (AggregateCall call : calls) {
            fields.add(new Field("a" + fields.size(), call.type(), true));
        }
        return new PlanNode.Aggregate(input, List.of(0), List.of(List.of(0)), List.of(calls), AggregatePhase.SINGLE, new Schema(fields));
    }

    /** In one phase and in two. */
    private static void expect(PlanNode.Aggregate node, List<List<Object>> expected) {
        RUNNER.expect(node, expected);
        PlanNode.Aggregate partial;
        try (BufferAllocator scratch = new RootAllocator()) {
            PlanNode.Aggregate first = new PlanNode.Aggregate(
                    node.input(), node.keys(), node.groupingSets(), node.calls(), AggregatePhase.PARTIAL, node.schema());
            partial = new PlanNode.Aggregate(
                    node.input(), node.keys(), node.groupingSets(), node.calls(), AggregatePhase.PARTIAL,
                    AggregateLowering.partialSchema(first, scratch));
        }
        RUNNER.expect(
                new PlanNode.Aggregate(partial, node.keys(), node.groupingSets(), node.calls(), AggregatePhase.FINAL, node.schema()),
                expected);
    }

    private static PlanNode table() {
        return RUNNER.table("t", SCHEMA, ROWS);
    }

    @Test
    void distinct() {
        PlanNode.Aggregate mixed = aggregate(
                table(),
                call(AggregateFunction.COUNT, SqlType.BIGINT, true, List.of(), N),
                call(AggregateFunction.SUM, SqlType.BIGINT, true, List.of(), N),
                call(AggregateFunction.SUM, SqlType.BIGINT, N),
                call(AggregateFunction.AVG, SqlType.DOUBLE, true, List.of(), N),
                call(AggregateFunction.COUNT, SqlType.BIGINT, true, List.of(), S));
        expect(mixed, List.of(row(1, 2L, 4L, 7L, 2.0, 3L), row(2, 2L, 11L, 11L, 5.5, 1L), row(3, 0L, null, null, null, 0L)));
        PlanNode.Aggregate alike = aggregate(
                table(),
                call(AggregateFunction.COUNT, SqlType.BIGINT, true, List.of(), S),
                call(AggregateFunction.MAX, SqlType.VARCHAR, true, List.of(), S));
        expect(alike, List.of(row(1, 3L, "c"), row(2, 1L, "z"), row(3, 0L, null)));
    }

    @Test
    void extremesOfAnyType() {
        PlanNode.Aggregate node = aggregate(
                table(),
                call(AggregateFunction.MIN, SqlType.VARCHAR, S),
                call(AggregateFunction.MAX, WIDE, D),
                call(AggregateFunction.MIN_BY, SqlType.VARCHAR, S, X),
                call(AggregateFunction.MAX_BY, SqlType.INTEGER, N, X),
                call(AggregateFunction.BIT_OR, SqlType.INTEGER, N),
                call(AggregateFunction.BIT_XOR, SqlType.INTEGER, N),
                call(AggregateFunction.BIT_AND, SqlType.INTEGER, N));
        BigDecimal most = new BigDecimal("123456789012345678901234.5");
        expect(node, List.of(
                row(1, "a", most, "c", 3, 3, 1, 1), row(2, "z", null, "z", 5, 7, 3, 4), row(3, null, null, null, null, null, null, null)));
    }

    @Test
    void collections() {
        List<SortKey> byN = List.of(new SortKey(1, true, false));
        Map<Object, Object> histogram = new LinkedHashMap<>();
        histogram.put(1, 1L);
        histogram.put(3, 2L);
        Map<Object, Object> histogramOfTwo = new LinkedHashMap<>();
        histogramOfTwo.put(5, 1L);
        histogramOfTwo.put(6, 1L);
        PlanNode.Aggregate node = aggregate(
                table(),
                call(AggregateFunction.ARRAY_AGG, SqlType.array(SqlType.INTEGER), false, byN, N),
                call(AggregateFunction.STRING_AGG, SqlType.VARCHAR, false, byN, S, Expr.literal("-", SqlType.VARCHAR)),
                call(AggregateFunction.STRING_AGG, SqlType.VARCHAR, true, List.of(SortKey.ascending(2)), S,
                        Expr.literal("+", SqlType.VARCHAR)),
                call(AggregateFunction.JSON_AGG, SqlType.JSON, false, byN, N),
                call(AggregateFunction.HISTOGRAM, SqlType.map(SqlType.INTEGER, SqlType.BIGINT), N),
                call(AggregateFunction.MODE, SqlType.INTEGER, false, List.of(SortKey.ascending(1))),
                call(AggregateFunction.PERCENTILE_CONT, SqlType.DOUBLE, false, List.of(SortKey.ascending(1)),
                        Expr.literal(0.25, SqlType.DOUBLE)),
                call(AggregateFunction.PERCENTILE_DISC, SqlType.INTEGER, false, List.of(SortKey.ascending(1)),
                        Expr.literal(0.5, SqlType.DOUBLE)));
        List<Object> nulls = new ArrayList<>();
        nulls.add(null);
        expect(node, List.of(
                row(1, list(3, 3, 1, null), "b-c-a", "a+b+c", "[3, 3, 1, null]", histogram, 3, 2.0, 3),
                row(2, list(6, 5), "z-z", "z", "[6, 5]", histogramOfTwo, 5, 5.25, 5),
                row(3, nulls, null, null, "[null]", null, null, null, null)));
    }

    private static List<Object> list(Object... values) {
        return row(values);
    }

    @Test
    void moments() {
        PlanNode.Aggregate node = aggregate(
                table(),
                call(AggregateFunction.VAR_POP, SqlType.DOUBLE, X),
                call(AggregateFunction.VAR_SAMP, SqlType.DOUBLE, X),
                call(AggregateFunction.STDDEV_SAMP, SqlType.DOUBLE, X),
                call(AggregateFunction.COVAR_POP, SqlType.DOUBLE, X, N),
                call(AggregateFunction.REGR_COUNT, SqlType.BIGINT, X, N),
                call(AggregateFunction.CORR, SqlType.DOUBLE, X, N),
                call(AggregateFunction.REGR_SLOPE, SqlType.DOUBLE, X, N));
        expect(node, List.of(
                row(1, 14.0 / 9, 7.0 / 3, Math.sqrt(7.0 / 3), 1.0 / 9 * 2, 3L, 0.18898223650461363, 0.25),
                row(2, 0.25, 0.5, Math.sqrt(0.5), -0.25, 2L, -1.0, -1.0),
                row(3, null, null, null, null, 0L, null, null)));
    }

    @Test
    void singleValueAndNothing() {
        PlanNode.Aggregate one = aggregate(
                RUNNER.table("t", SCHEMA, List.of(ROWS.get(0), ROWS.get(6))), call(AggregateFunction.SINGLE_VALUE, SqlType.VARCHAR, S));
        expect(one, List.of(row(1, "c"), row(3, null)));
        PlanNode two = aggregate(table(), call(AggregateFunction.SINGLE_VALUE, SqlType.VARCHAR, S));
        assertEquals(
                ErrorCode.CARDINALITY_VIOLATION,
                assertThrows(MillraceException.class, () -> RUNNER.expect(two, List.of())).code());
        PlanNode refused = aggregate(table(), call(AggregateFunction.NTILE, SqlType.BIGINT, N));
        assertEquals(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                assertThrows(MillraceException.class, () -> RUNNER.expect(refused, List.of())).code());
    }

    @Test
    void manyRowsAgreeWithTheReference() {
        Random random = new Random(3);
        List<List<Object>> rows = new ArrayList<>();
        Map<Integer, TreeSet<String>> strings = new TreeMap<>();
        for (int i = 0; i < 30_000; i++) {
            int group = random.nextInt(100);
            String s = random.nextInt(10) == 0 ? null : "s" + random.nextInt(300);
            rows.add(row(group, random.nextInt(50), s, random.nextDouble(), null, null));
            strings.computeIfAbsent(group, g -> new TreeSet<>());
            if (s != null) {
                strings.get(group).add(s);
            }
        }
        List<List<Object>> expected = new ArrayList<>();
        strings.forEach((group, set) -> expected.add(row(group, (long) set.size(), set.first(), set.last(), String.join(",", set))));
        PlanNode.Aggregate node = aggregate(
                RUNNER.table("t", SCHEMA, rows),
                call(AggregateFunction.COUNT, SqlType.BIGINT, true, List.of(), S),
                call(AggregateFunction.MIN, SqlType.VARCHAR, S),
                call(AggregateFunction.MAX, SqlType.VARCHAR, S),
                call(AggregateFunction.STRING_AGG, SqlType.VARCHAR, true, List.of(SortKey.ascending(2)), S,
                        Expr.literal(",", SqlType.VARCHAR)));
        RUNNER.expectLarge(node, expected);
    }

    @Test
    void littleMemoryGivesTheSameGroups() {
        List<List<Object>> rows = new ArrayList<>();
        List<List<Object>> expected = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            rows.add(row(i % 30_000, i, "s" + i % 30_000, (double) i, null, null));
        }
        for (int g = 0; g < 30_000; g++) {
            expected.add(row(g, 2L, "s" + g, 2L * g + 30_000));
        }
        PlanNode.Aggregate node = aggregate(
                RUNNER.table("t", SCHEMA, rows),
                call(AggregateFunction.COUNT, SqlType.BIGINT, true, List.of(), N),
                call(AggregateFunction.MIN, SqlType.VARCHAR, S),
                call(AggregateFunction.SUM, SqlType.BIGINT, N));
        RUNNER.expectLarge(node, expected);
        RUNNER.expectSpilled(node, 3 << 20, expected);
    }

    @Test
    void approximateCountsAreNear() {
        HyperLogLog all = new HyperLogLog();
        HyperLogLog odd = new HyperLogLog();
        for (long i = 0; i < 1_000_000; i++) {
            long hash = Hashing.hashLong(i);
            (i % 2 == 0 ? all : odd).add(hash);
        }
        all.addAll(odd.toBytes());
        assertTrue(Math.abs(all.estimate() - 1_000_000) < 50_000, "estimate " + all.estimate());
        PlanNode.Aggregate node = aggregate(table(), call(AggregateFunction.APPROX_COUNT_DISTINCT, SqlType.BIGINT, N));
        expect(node, List.of(row(1, 2L), row(2, 2L), row(3, 0L)));
    }

    @Test
    void groupsOfNestedKeys() {
        SqlType array = SqlType.array(SqlType.INTEGER);
        PlanNode scan = RUNNER.table("t", schema("k", array), List.of(
                row(List.of(1, 2)), row(List.of()), row(List.of(1, 2)), row((Object) null), row((Object) null), row(List.of(2, 1))));
        PlanNode.Aggregate node = aggregate(scan, call(AggregateFunction.COUNT, SqlType.BIGINT));
        RUNNER.expect(node, row(List.of(1, 2), 2L), row(List.of(), 1L), row(null, 2L), row(List.of(2, 1), 1L));
    }
}
