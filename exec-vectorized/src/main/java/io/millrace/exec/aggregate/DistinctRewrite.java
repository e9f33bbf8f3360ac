package io.millrace.exec.aggregate;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.AggregatePhase;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where all calls are DISTINCT over the same columns, the distinct rows are groups of an aggregation below, which spreads over threads by itself:
 *
 * <pre>
 * Aggregate(k; COUNT(DISTINCT x), SUM(DISTINCT x))  →  Aggregate(k; COUNT(x), SUM(x)) over Aggregate(k, x)
 * </pre>
 */
final class DistinctRewrite {
    private DistinctRewrite() {}

    static PlanNode.Aggregate apply(PlanNode.Aggregate node) {
        if (node.phase() != AggregatePhase.SINGLE || !node.simple() || node.calls().isEmpty()) {
            return node;
        }
        List<Expr> arguments = node.calls().get(0).arguments();
        boolean columnsAlone = !arguments.isEmpty() && arguments.stream().allMatch(Expr.ColumnRef.class::isInstance);
        boolean allAlike = node.calls().stream().allMatch(c -> c.distinct() && c.filter() < 0 && c.orderBy().isEmpty()
                && c.function() != AggregateFunction.GROUPING && c.arguments().equals(arguments));
        if (!columnsAlone || !allAlike) {
            return node;
        }
        Set<Integer> columns = new LinkedHashSet<>(node.keys());
        arguments.forEach(a -> columns.add(((Expr.ColumnRef) a).index()));
        List<Integer> below = List.copyOf(columns);
        Schema input = node.input().schema();
        List<Integer> belowKeys = IntStream.range(0, below.size()).boxed().toList();
        List<Field> fields = below.stream().map(input::field).toList();
        PlanNode distinct =
                new PlanNode.Aggregate(node.input(), below, List.of(belowKeys), List.of(), AggregatePhase.SINGLE, new Schema(fields));
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : node.calls()) {
            List<Expr> moved = call.arguments().stream()
                    .map(a -> (Expr) new Expr.ColumnRef(below.indexOf(((Expr.ColumnRef) a).index()), a.type()))
                    .toList();
            calls.add(new AggregateCall(call.function(), moved, false, -1, List.of(), call.ignoreNulls(), call.type()));
        }
        List<Integer> keys = node.keys().stream().map(below::indexOf).toList();
        return new PlanNode.Aggregate(distinct, keys, node.groupingSets(), calls, AggregatePhase.SINGLE, node.schema());
    }
}
