package io.millrace.planner.physical;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several sums of one integer column that differ in a constant become one sum and one count:
 *
 * <pre>
 * Aggregate[SUM(a), SUM(b)](Project[x + 1, x + 2](r))
 *     becomes  Project[s + 1 * n, s + 2 * n](Aggregate[s: SUM(x), n: COUNT(x)](Project[x](r)))
 * </pre>
 *
 * Only where {@code x} is of a type so narrow that {@code x + 1} cannot be out of range, since that would be an error which the sum alone does not raise.
 */
final class ShiftedSums {
    private ShiftedSums() {}

    static PlanNode apply(PlanNode node) {
        List<PlanNode> inputs = node.inputs().stream().map(ShiftedSums::apply).toList();
        PlanNode copy = inputs.isEmpty() ? node : node.withInputs(inputs);
        return copy instanceof PlanNode.Aggregate aggregate && aggregate.input() instanceof PlanNode.Project project
                && aggregate.phase() == PlanNode.AggregatePhase.SINGLE ? rewrite(aggregate, project) : copy;
    }

    /** {@code base} plus a constant, over the rows that a filter column (-1: none) lets through. */
    private record Shifted(Expr.ColumnRef base, long constant, int filter) {
        private Summed summed() {
            return new Summed(base, filter);
        }
    }

    private record Summed(Expr.ColumnRef base, int filter) {}

    private static PlanNode rewrite(PlanNode.Aggregate aggregate, PlanNode.Project project) {
        List<Shifted> shifts = aggregate.calls().stream().map(call -> shifted(call, project)).toList();
        Map<Summed, Integer> uses = new HashMap<>();
        shifts.forEach(shift -> {
            if (shift != null) {
                uses.merge(shift.summed(), 1, Integer::sum);
            }
        });
        if (uses.values().stream().noneMatch(count -> count > 1)) {
            return aggregate;
        }
        List<Expr> columns = new ArrayList<>(project.expressions());
        List<Field> fields = new ArrayList<>(project.schema().fields());
        List<AggregateCall> calls = new ArrayList<>();
        List<Expr> results = new ArrayList<>();
        int keys = aggregate.keys().size();
        for (int k = 0; k < keys; k++) {
            results.add(Expr.column(k, aggregate.schema().type(k)));
        }
        Map<Summed, Integer> sums = new HashMap<>();
        for (int c = 0; c < shifts.size(); c++) {
            AggregateCall call = aggregate.calls().get(c);
            Shifted shift = shifts.get(c);
            if (shift == null || uses.get(shift.summed()) == 1) {
                results.add(Expr.column(keys + calls.size(), call.type()));
                calls.add(call);
                continue;
            }
            Integer at = sums.get(shift.summed());
            if (at == null) {
                at = keys + calls.size();
                sums.put(shift.summed(), at);
                Expr argument = Expr.column(columns.size(), shift.base().type());
                columns.add(shift.base());
                fields.add(new Field("summed", shift.base().type(), true));
                calls.add(call(AggregateFunction.SUM, argument, shift.filter(), call.type()));
                calls.add(call(AggregateFunction.COUNT, argument, shift.filter(), SqlType.BIGINT));
            }
            results.add(plus(at, shift.constant(), call.type()));
        }
        List<Field> grouped = new ArrayList<>(aggregate.schema().fields().subList(0, keys));
        calls.forEach(call -> grouped.add(new Field("a", call.type(), true)));
        PlanNode input = new PlanNode.Project(project.input(), columns, new Schema(fields));
        return new PlanNode.Project(
                new PlanNode.Aggregate(input, aggregate.keys(), aggregate.groupingSets(), calls, aggregate.phase(), new Schema(grouped)),
                results, aggregate.schema());
    }

    private static AggregateCall call(AggregateFunction function, Expr argument, int filter, SqlType type) {
        return new AggregateCall(function, List.of(argument), false, filter, List.of(), false, type);
    }

    private static Expr plus(int sum, long constant, SqlType type) {
        Expr summed = Expr.column(sum, type);
        return constant == 0 ? summed
                : Expr.call(Function.ADD, type, summed,
                        Expr.call(Function.MULTIPLY, type, Expr.literal(constant, SqlType.BIGINT), Expr.column(sum + 1, SqlType.BIGINT)));
    }

    /** Null if the call is no sum of a column and a constant. */
    private static Shifted shifted(AggregateCall call, PlanNode.Project project) {
        if (call.function() != AggregateFunction.SUM || call.distinct() || !call.orderBy().isEmpty()
                || call.type().kind() != SqlType.Kind.BIGINT || !(call.arguments().get(0) instanceof Expr.ColumnRef argument)) {
            return null;
        }
        Expr summed = project.expressions().get(argument.index());
        if (base(summed) != null) {
            return new Shifted(base(summed), 0, call.filter());
        }
        if (!(summed instanceof Expr.Call sum) || sum.function() != Function.ADD && sum.function() != Function.SUBTRACT) {
            return null;
        }
        boolean literalFirst = sum.function() == Function.ADD && sum.arguments().get(0) instanceof Expr.Literal;
        Expr.ColumnRef base = base(sum.arguments().get(literalFirst ? 1 : 0));
        if (base == null || !(sum.arguments().get(literalFirst ? 0 : 1) instanceof Expr.Literal literal)
                || !(literal.value() instanceof Number number)) {
            return null;
        }
        long constant = sum.function() == Function.ADD ? number.longValue() : -number.longValue();
        return fits(base.type(), constant, sum.type()) ? new Shifted(base, constant, call.filter()) : null;
    }

    /** The column of an integer type that is narrower than BIGINT, as it is or widened. */
    private static Expr.ColumnRef base(Expr expr) {
        Expr inner = expr instanceof Expr.Cast cast && cast.type().isInteger() ? cast.operand() : expr;
        return inner instanceof Expr.ColumnRef column && most(column.type()) <= Integer.MAX_VALUE
                && most(expr.type()) >= most(column.type())
                        ? column
                        : null;
    }

    private static boolean fits(SqlType column, long constant, SqlType sum) {
        return Math.abs(constant) <= Integer.MAX_VALUE && most(sum) < Long.MAX_VALUE && most(column) + Math.abs(constant) <= most(sum)
                || most(sum) == Long.MAX_VALUE && Math.abs(constant) <= Integer.MAX_VALUE;
    }

    private static long most(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }
}
