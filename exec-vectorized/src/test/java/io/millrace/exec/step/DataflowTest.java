package io.millrace.exec.step;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** View = batch answer, for every operator, over random inserts and deletes. */
class DataflowTest {
    /** key, group, text, number, double, flag */
    static final Schema T = Schema.of(
            Field.of("k", SqlType.BIGINT),
            Field.of("g", SqlType.INTEGER),
            Field.of("s", SqlType.VARCHAR),
            Field.of("n", SqlType.BIGINT),
            Field.of("d", SqlType.DOUBLE),
            Field.of("b", SqlType.BOOLEAN),
            Field.of("m", SqlType.decimal(10, 2)));

    static List<Object> t(RandomGenerator random) {
        List<Object> row = new ArrayList<>();
        row.add(random.nextInt(5) == 0 ? null : (Object) (long) random.nextInt(6));
        row.add(random.nextInt(6) == 0 ? null : (Object) random.nextInt(3));
        row.add(random.nextInt(6) == 0 ? null : List.of("", "a", "b", "大数据", "a longer text than eight bytes").get(random.nextInt(5)));
        row.add(random.nextInt(6) == 0 ? null : (Object) (random.nextInt(20) == 0 ? Long.MAX_VALUE / 100 : random.nextLong(-9, 10)));
        row.add(random.nextInt(6) == 0 ? null : List.of(0.1, -0.25, 1e10, 3.0, -1e-7).get(random.nextInt(5)));
        row.add(random.nextInt(4) == 0 ? null : (Object) random.nextBoolean());
        row.add(random.nextInt(6) == 0 ? null : new java.math.BigDecimal(random.nextInt(2000) - 1000).movePointLeft(2));
        return row;
    }

    static final Map<String, RandomSteps.RowMaker> TABLES = Map.of("t", DataflowTest::t, "u", DataflowTest::t);

    static PlanNode.Scan scan(String name) {
        return new PlanNode.Scan(
                name, new ScanTarget.View(name, 0), T, IntStream.range(0, T.size()).boxed().toList(), List.of(), null, -1);
    }

    static PlanNode aggregate(PlanNode input, List<Integer> keys, AggregateCall... calls) {
        return aggregate(input, keys, List.of(IntStream.range(0, keys.size()).boxed().toList()), calls);
    }

    static PlanNode aggregate(PlanNode input, List<Integer> keys, List<List<Integer>> sets, AggregateCall... calls) {
        List<Field> fields = new ArrayList<>(input.schema().select(keys).fields());
        for (AggregateCall call : calls) {
            fields.add(Field.of(call.function() + "" + fields.size(), call.type()));
        }
        return new PlanNode.Aggregate(input, keys, sets, List.of(calls), PlanNode.AggregatePhase.SINGLE, new Schema(fields));
    }

    static AggregateCall call(AggregateFunction function, SqlType type, int... columns) {
        return new AggregateCall(function, columns(columns), false, -1, List.of(), false, type);
    }

    static AggregateCall distinct(AggregateFunction function, SqlType type, int... columns) {
        return new AggregateCall(function, columns(columns), true, -1, List.of(), false, type);
    }

    private static List<Expr> columns(int... columns) {
        List<Expr> exprs = new ArrayList<>();
        for (int column : columns) {
            exprs.add(Expr.column(column, T.type(column)));
        }
        return exprs;
    }

    static PlanNode join(PlanNode left, PlanNode right, JoinKind kind, List<Integer> keys, boolean nullSafe, Expr residual) {
        return new PlanNode.Join(left, right, kind, keys, keys, keys.stream().map(k -> nullSafe).toList(), residual);
    }

    static void check(PlanNode plan) {
        new RandomSteps(plan, TABLES).run(30);
        new RandomSteps(plan, TABLES).appendOnly().run(10);
    }

    @Test
    void aScanIsItsRows() {
        check(scan("t"));
    }

    @Test
    void filterKeepsWhatIsTrue() {
        check(new PlanNode.Filter(scan("t"), Expr.column(5, SqlType.BOOLEAN)));
    }

    @Test
    void projectKeepsDuplicates() {
        check(new PlanNode.Project(scan("t"), List.of(Expr.column(1, SqlType.INTEGER)), T.select(List.of(1))));
    }

    @Test
    void unionOfATableWithItself() {
        check(new PlanNode.Union(List.of(scan("t"), scan("u"), scan("t")), T));
    }

    @Test
    void distinctIsAnAggregateWithoutCalls() {
        check(aggregate(scan("t"), List.of(1, 2)));
    }

    @Test
    void countsAndSums() {
        check(aggregate(
                scan("t"),
                List.of(1),
                call(AggregateFunction.COUNT, SqlType.BIGINT),
                call(AggregateFunction.COUNT, SqlType.BIGINT, 3),
                call(AggregateFunction.SUM, SqlType.BIGINT, 3),
                call(AggregateFunction.SUM, SqlType.decimal(38, 2), 6),
                call(AggregateFunction.AVG, SqlType.decimal(38, 6), 3),
                call(AggregateFunction.SUM, SqlType.DOUBLE, 4),
                call(AggregateFunction.AVG, SqlType.DOUBLE, 4),
                call(AggregateFunction.BOOL_AND, SqlType.BOOLEAN, 5),
                call(AggregateFunction.BOOL_OR, SqlType.BOOLEAN, 5)));
    }

    @Test
    void variances() {
        check(aggregate(
                new PlanNode.Filter(scan("t"), Expr.column(5, SqlType.BOOLEAN)),
                List.of(2),
                call(AggregateFunction.VAR_POP, SqlType.DOUBLE, 6),
                call(AggregateFunction.VAR_SAMP, SqlType.DOUBLE, 6)));
    }

    @Test
    void aGlobalAggregateHasARowFromTheFirstStepOn() {
        check(aggregate(
                scan("t"), List.of(), call(AggregateFunction.COUNT, SqlType.BIGINT), call(AggregateFunction.SUM, SqlType.BIGINT, 3)));
    }

    @Test
    void callsWithAFilter() {
        check(aggregate(
                scan("t"),
                List.of(1),
                new AggregateCall(AggregateFunction.COUNT, List.of(), false, 5, List.of(), false, SqlType.BIGINT),
                new AggregateCall(AggregateFunction.SUM, columns(3), false, 5, List.of(), false, SqlType.BIGINT)));
    }

    @Test
    void groupingSets() {
        check(aggregate(
                scan("t"),
                List.of(1, 2),
                List.of(List.of(0, 1), List.of(1), List.of()),
                call(AggregateFunction.COUNT, SqlType.BIGINT),
                call(AggregateFunction.GROUPING, SqlType.BIGINT, 1, 2)));
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void joinsByKey(JoinKind kind) {
        check(join(scan("t"), scan("u"), kind, List.of(0), false, null));
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void joinsByTwoKeysOneOfThemNullSafe(JoinKind kind) {
        check(new PlanNode.Join(scan("t"), scan("u"), kind, List.of(1, 2), List.of(1, 2),
                List.of(kind != JoinKind.LEFT_ANTI_NULL_AWARE, false), null));
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void joinsByAConditionAlone(JoinKind kind) {
        check(join(scan("t"), scan("u"), kind, List.of(), false, Expr.column(T.size() + 5, SqlType.BOOLEAN)));
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void joinsByKeyAndResidual(JoinKind kind) {
        check(join(scan("t"), scan("u"), kind, List.of(1), false, Expr.column(T.size() + 5, SqlType.BOOLEAN)));
    }

    @Test
    void aJoinOfATableWithItself() {
        check(join(scan("t"), scan("t"), JoinKind.FULL, List.of(0), false, null));
    }

    @Test
    void aJoinOfAggregates() {
        PlanNode left = aggregate(scan("t"), List.of(0), call(AggregateFunction.COUNT, SqlType.BIGINT));
        PlanNode right = aggregate(scan("u"), List.of(0), call(AggregateFunction.SUM, SqlType.BIGINT, 3));
        check(new PlanNode.Join(left, right, JoinKind.LEFT, List.of(0), List.of(0), List.of(true), null));
    }

    @Test
    void distinctOverAnOuterJoinOverAnAntiJoin() {
        PlanNode anti = join(scan("t"), scan("u"), JoinKind.LEFT_ANTI, List.of(2), false, null);
        PlanNode outer = join(anti, scan("u"), JoinKind.FULL, List.of(1), false, null);
        check(aggregate(outer, List.of(1, 8, 9)));
    }
}
