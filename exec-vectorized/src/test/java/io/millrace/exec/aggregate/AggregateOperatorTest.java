package io.millrace.exec.aggregate;

import static io.millrace.exec.PlanRunner.row;
import static io.millrace.exec.PlanRunner.schema;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.PlanRunner;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AggregateOperatorTest {
    private static final PlanRunner RUNNER = new PlanRunner();
    private static final SqlType MONEY = SqlType.decimal(12, 2);
    private static final SqlType SUM = SqlType.decimal(38, 2);
    private static final Schema SALES = schema("city", SqlType.VARCHAR, "item", SqlType.INTEGER, "price", MONEY, "weight", SqlType.DOUBLE);

    private static final List<List<Object>> ROWS = List.of(
            row("Rome", 1, new BigDecimal("10.00"), 1.5),
            row("Oslo", 2, new BigDecimal("20.50"), 2.5),
            row("Rome", 1, null, 0.5),
            row(null, 1, new BigDecimal("-1.25"), null),
            row("Oslo", null, new BigDecimal("0.01"), 4.0),
            row("Rome", 2, new BigDecimal("5.00"), -2.0),
            row(null, 1, new BigDecimal("3.25"), 8.0));

    @AfterAll
    static void stop() {
        RUNNER.close();
    }

    static PlanNode.Aggregate aggregate(PlanNode input, List<Integer> keys, List<List<Integer>> sets, AggregateCall... calls) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(k -> fields.add(input.schema().field(k)));
        for (AggregateCall call : calls) {
            fields.add(new Field("a", call.type(), true));
        }
        return new PlanNode.Aggregate(input, keys, sets, List.of(calls), PlanNode.AggregatePhase.SINGLE, new Schema(fields));
    }

    static PlanNode.Aggregate groupBy(PlanNode input, List<Integer> keys, AggregateCall... calls) {
        return aggregate(input, keys, List.of(IntStream.range(0, keys.size()).boxed().toList()), calls);
    }

    private static AggregateCall call(AggregateFunction function, int column, SqlType type) {
        return AggregateCall.of(function, type, Expr.column(column, SALES.type(column)));
    }

    private static AggregateCall count() {
        return AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT);
    }

    @Test
    void groupsByOneStringKeyWithNulls() {
        PlanNode scan = RUNNER.table("sales", SALES, ROWS);
        RUNNER.expect(
                groupBy(
                        scan,
                        List.of(0),
                        count(),
                        call(AggregateFunction.COUNT, 2, SqlType.BIGINT),
                        call(AggregateFunction.SUM, 2, SUM),
                        call(AggregateFunction.AVG, 2, SqlType.decimal(38, 6)),
                        call(AggregateFunction.MIN, 3, SqlType.DOUBLE),
                        call(AggregateFunction.MAX, 1, SqlType.INTEGER)),
                row("Rome", 3L, 2L, new BigDecimal("15.00"), new BigDecimal("7.500000"), -2.0, 2),
                row("Oslo", 2L, 2L, new BigDecimal("20.51"), new BigDecimal("10.255000"), 2.5, 2),
                row(null, 2L, 2L, new BigDecimal("2.00"), new BigDecimal("1.000000"), 8.0, 1));
    }

    @Test
    void groupsByTwoKeys() {
        PlanNode scan = RUNNER.table("sales", SALES, ROWS);
        RUNNER.expect(
                groupBy(scan, List.of(1, 0), count()),
                row(1, "Rome", 2L),
                row(2, "Oslo", 1L),
                row(1, null, 2L),
                row(null, "Oslo", 1L),
                row(2, "Rome", 1L));
    }

    @Test
    void withoutKeysGivesOneRowEvenOfNoInput() {
        AggregateCall sum = call(AggregateFunction.SUM, 2, SUM);
        RUNNER.expect(groupBy(RUNNER.table("sales", SALES, ROWS), List.of(), count(), sum), row(7L, new BigDecimal("37.51")));
        RUNNER.expect(groupBy(RUNNER.table("empty", SALES, List.of()), List.of(), count(), sum), row(0L, null));
        RUNNER.expect(groupBy(RUNNER.table("empty", SALES, List.of()), List.of(0), count(), sum));
    }

    @Test
    void groupingSetsGiveNullKeysAndGroupingBits() {
        PlanNode scan = RUNNER.table("sales", SALES, ROWS.subList(0, 3));
        AggregateCall grouping = AggregateCall.of(
                AggregateFunction.GROUPING, SqlType.INTEGER, Expr.column(0, SqlType.VARCHAR), Expr.column(1, SqlType.INTEGER));
        RUNNER.expect(
                aggregate(scan, List.of(0, 1), List.of(List.of(0, 1), List.of(0), List.of()), count(), grouping),
                row("Rome", 1, 2L, 0),
                row("Oslo", 2, 1L, 0),
                row("Rome", null, 2L, 1),
                row("Oslo", null, 1L, 1),
                row(null, null, 3L, 3));
    }

    @Test
    void sumsGoThrough128Bits() {
        Schema schema = schema("g", SqlType.INTEGER, "v", SqlType.BIGINT);
        PlanNode scan = RUNNER.table("big", schema, row(1, Long.MAX_VALUE), row(1, Long.MAX_VALUE), row(2, Long.MIN_VALUE), row(2, -1L),
                row(1, 5L));
        AggregateCall sum = AggregateCall.of(AggregateFunction.SUM, SqlType.decimal(38, 0), Expr.column(1, SqlType.BIGINT));
        RUNNER.expect(
                groupBy(scan, List.of(0), sum), row(1, new BigDecimal("18446744073709551619")),
                row(2, new BigDecimal("-9223372036854775809")));
    }

    @Test
    void manyGroupsGoThroughPartitions() {
        Schema schema = schema("k", SqlType.BIGINT, "s", SqlType.VARCHAR, "v", SqlType.INTEGER);
        List<List<Object>> rows = new ArrayList<>();
        List<List<Object>> expected = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) {
            rows.add(row((long) i * 7, "s" + i, i));
        }
        for (int i = 0; i < 75_000; i++) {
            rows.add(row((long) i * 7, "s" + i, 1));
        }
        for (int i = 0; i < 150_000; i++) {
            expected.add(row((long) i * 7, "s" + i, i < 75_000 ? 2L : 1L, (long) (i < 75_000 ? i + 1 : i)));
        }
        PlanNode scan = RUNNER.table("many", schema, rows);
        AggregateCall sum = AggregateCall.of(AggregateFunction.SUM, SqlType.BIGINT, Expr.column(2, SqlType.INTEGER));
        PlanNode plan = groupBy(scan, List.of(0, 1), count(), sum);
        RUNNER.expectLarge(plan, expected);
    }

    /** Sets in a chain, beside it, twice, and none: each is checked against the rows. */
    @Test
    void coarserSetsAreRolledUpFromFinerOnes() {
        List<List<Integer>> sets = List.of(List.of(0), List.of(0, 1, 2), List.of(0, 1), List.of(2, 1), List.of(), List.of(0, 1));
        RUNNER.expectLarge(rolledUp(sets), rolledUpRows(sets));
        RUNNER.expectSpilled(rolledUp(sets), 24L << 20, rolledUpRows(sets));
    }

    private static final int ROLLED_UP_ROWS = 120_000;

    private static PlanNode rolledUp(List<List<Integer>> sets) {
        Schema schema = schema("a", SqlType.INTEGER, "b", SqlType.VARCHAR, "c", SqlType.BIGINT, "v", SqlType.INTEGER);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROLLED_UP_ROWS; i++) {
            rows.add(rolledUpRow(i));
        }
        return aggregate(
                RUNNER.table("rolled_up", schema, rows), List.of(0, 1, 2), sets, count(),
                AggregateCall.of(AggregateFunction.SUM, SqlType.BIGINT, Expr.column(3, SqlType.INTEGER)));
    }

    private static List<Object> rolledUpRow(int i) {
        return row(i % 11 == 0 ? null : (Object) (i % 11), i % 1013 == 0 ? null : "b" + i % 1013, (long) (i % 100_000), i);
    }

    private static List<List<Object>> rolledUpRows(List<List<Integer>> sets) {
        List<List<Object>> expected = new ArrayList<>();
        for (List<Integer> set : sets) {
            Map<List<Object>, long[]> groups = new LinkedHashMap<>();
            for (int i = 0; i < ROLLED_UP_ROWS; i++) {
                List<Object> row = rolledUpRow(i);
                List<Object> key = new ArrayList<>();
                for (int k = 0; k < 3; k++) {
                    key.add(set.contains(k) ? row.get(k) : null);
                }
                long[] sums = groups.computeIfAbsent(key, k -> new long[2]);
                sums[0]++;
                sums[1] += i;
            }
            groups.forEach((key, sums) -> expected.add(row(key.get(0), key.get(1), key.get(2), sums[0], sums[1])));
        }
        return expected;
    }
}
