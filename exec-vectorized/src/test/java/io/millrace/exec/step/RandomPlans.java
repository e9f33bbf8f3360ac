package io.millrace.exec.step;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Plans at random from a grammar; every part gives rows of one schema, so that any part may stand anywhere. */
final class RandomPlans {
    static final Schema ROW = Schema.of(
            Field.of("k", SqlType.BIGINT), Field.of("g", SqlType.INTEGER), Field.of("s", SqlType.VARCHAR), Field.of("n", SqlType.BIGINT),
            Field.of("b", SqlType.BOOLEAN));

    private final RandomGenerator random;

    RandomPlans(RandomGenerator random) {
        this.random = random;
    }

    static List<Object> row(RandomGenerator random) {
        List<Object> row = new ArrayList<>();
        row.add(random.nextInt(6) == 0 ? null : (Object) (long) random.nextInt(5));
        row.add(random.nextInt(6) == 0 ? null : (Object) random.nextInt(3));
        row.add(random.nextInt(6) == 0 ? null : List.of("", "a", "b", "大数据", "longer than eight bytes").get(random.nextInt(5)));
        row.add(random.nextInt(8) == 0 ? null : (Object) random.nextLong(-9, 10));
        row.add(random.nextInt(5) == 0 ? null : (Object) random.nextBoolean());
        return row;
    }

    PlanNode plan(int depth) {
        if (depth == 0) {
            return scan();
        }
        return switch (random.nextInt(12)) {
            case 0 -> new PlanNode.Filter(plan(depth - 1), condition());
            case 1 -> project(plan(depth - 1), ROW.size());
            case 2, 3 -> aggregate(plan(depth - 1));
            case 4, 5, 6 -> join(plan(depth - 1), plan(random.nextInt(depth)));
            case 7 -> new PlanNode.Union(List.of(plan(depth - 1), plan(random.nextInt(depth))), ROW);
            case 8 -> new PlanNode.SetOperation(
                    plan(depth - 1), plan(random.nextInt(depth)),
                    random.nextBoolean() ? PlanNode.SetOperation.SetKind.INTERSECT : PlanNode.SetOperation.SetKind.EXCEPT,
                    random.nextBoolean());
            case 9 -> distinct(plan(depth - 1));
            case 10 -> top(plan(depth - 1));
            default -> over(plan(depth - 1));
        };
    }

    private PlanNode scan() {
        String name = random.nextBoolean() ? "t" : "u";
        Expr filter = random.nextInt(4) == 0 ? Expr.column(4, SqlType.BOOLEAN) : null;
        return new PlanNode.Scan(name, new ScanTarget.System(name), ROW, List.of(0, 1, 2, 3, 4), List.of(), filter, -1);
    }

    private static Expr column(int column) {
        return Expr.column(column, ROW.type(column));
    }

    private Expr condition() {
        return switch (random.nextInt(5)) {
            case 0 -> column(4);
            case 1 -> Expr.call(Function.GREATER, SqlType.BOOLEAN, column(3), Expr.literal(random.nextLong(-5, 5), SqlType.BIGINT));
            case 2 -> Expr.call(Function.EQUAL, SqlType.BOOLEAN, column(1), Expr.literal(random.nextInt(3), SqlType.INTEGER));
            case 3 -> Expr.call(Function.IS_NULL, SqlType.BOOLEAN, column(2));
            default -> Expr.call(Function.LESS, SqlType.BOOLEAN, column(0), column(3));
        };
    }

    /** The row's columns, each from any of the input's of its type; the input's first {@code width} columns may be rows one after another. */
    private PlanNode project(PlanNode input, int width) {
        List<Expr> expressions = new ArrayList<>();
        for (int c = 0; c < ROW.size(); c++) {
            List<Integer> candidates = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                if (input.schema().type(i).equals(ROW.type(c))) {
                    candidates.add(i);
                }
            }
            boolean none = candidates.isEmpty() || random.nextInt(12) == 0;
            expressions.add(none ? Expr.literal(null, ROW.type(c))
                    : Expr.column(candidates.get(random.nextInt(candidates.size())), ROW.type(c)));
        }
        return new PlanNode.Project(input, expressions, ROW);
    }

    private PlanNode aggregate(PlanNode input) {
        List<Integer> keys = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            if (random.nextBoolean()) {
                keys.add(c);
            }
        }
        List<Integer> all = new ArrayList<>();
        for (int k = 0; k < keys.size(); k++) {
            all.add(k);
        }
        List<List<Integer>> sets = new ArrayList<>(List.of(all));
        if (random.nextInt(4) == 0 && !keys.isEmpty()) {
            sets.add(List.of());
        }
        AggregateCall call = switch (random.nextInt(7)) {
            case 0 -> AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT);
            case 1 -> AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT, column(2));
            case 2 -> AggregateCall.of(AggregateFunction.MIN, SqlType.BIGINT, column(3));
            case 3 -> AggregateCall.of(AggregateFunction.MAX, SqlType.BIGINT, column(0));
            case 4 -> AggregateCall.of(AggregateFunction.SUM, SqlType.BIGINT, column(1));
            case 5 -> new AggregateCall(AggregateFunction.COUNT, List.of(column(2)), true, -1, List.of(), false, SqlType.BIGINT);
            default -> new AggregateCall(AggregateFunction.COUNT, List.of(), false, 4, List.of(), false, SqlType.BIGINT);
        };
        List<Field> fields = new ArrayList<>(input.schema().select(keys).fields());
        fields.add(Field.of("call", call.type()));
        fields.add(Field.of("all", SqlType.BOOLEAN));
        AggregateCall all2 = AggregateCall.of(AggregateFunction.BOOL_AND, SqlType.BOOLEAN, column(4));
        return project(new PlanNode.Aggregate(input, keys, sets, List.of(call, all2), PlanNode.AggregatePhase.SINGLE, new Schema(fields)),
                fields.size());
    }

    private PlanNode join(PlanNode left, PlanNode right) {
        JoinKind kind = JoinKind.values()[random.nextInt(JoinKind.values().length)];
        List<Integer> keys = new ArrayList<>(List.of(random.nextInt(3)));
        if (random.nextInt(3) == 0) {
            keys.add(3);
        }
        boolean notIn = kind == JoinKind.LEFT_ANTI_NULL_AWARE;
        List<Boolean> nullSafe = keys.stream().map(k -> !notIn && random.nextInt(4) == 0).toList();
        Expr residual = random.nextInt(3) > 0 || notIn ? null
                : Expr.call(Function.LESS, SqlType.BOOLEAN, column(3), Expr.column(ROW.size(), SqlType.BIGINT));
        PlanNode join = new PlanNode.Join(left, right, kind, keys, keys, nullSafe, residual);
        return project(join, join.schema().size());
    }

    private static PlanNode distinct(PlanNode input) {
        List<Integer> all = List.of(0, 1, 2, 3, 4);
        return new PlanNode.Aggregate(input, all, List.of(all), List.of(), PlanNode.AggregatePhase.SINGLE, ROW);
    }

    /** In an order of all columns: which rows are the first is then the same for everyone. */
    private PlanNode top(PlanNode input) {
        List<SortKey> keys = new ArrayList<>();
        List<Integer> columns = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        while (!columns.isEmpty()) {
            keys.add(new SortKey(columns.remove(random.nextInt(columns.size())), random.nextBoolean(), random.nextBoolean()));
        }
        boolean ties = random.nextInt(3) == 0;
        return new PlanNode.Sort(
                input, ties ? keys.subList(0, 2) : keys, ties ? 0 : random.nextInt(3), 1 + random.nextInt(6), ties);
    }

    private PlanNode over(PlanNode input) {
        PlanNode.Window window = RetainingOperatorsTest.over(
                input, List.of(random.nextInt(3)), List.of(new SortKey(3, random.nextBoolean(), false)), RetainingOperatorsTest.DEFAULT,
                AggregateCall.of(
                        List.of(AggregateFunction.ROW_NUMBER, AggregateFunction.RANK, AggregateFunction.COUNT).get(random.nextInt(3)),
                        SqlType.BIGINT));
        Expr first = Expr.call(
                Function.LESS, SqlType.BOOLEAN, Expr.column(ROW.size(), SqlType.BIGINT), Expr.literal(3L, SqlType.BIGINT));
        PlanNode kept = random.nextBoolean() ? new PlanNode.Filter(window, first) : window;
        return project(kept, kept.schema().size());
    }
}
