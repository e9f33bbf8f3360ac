package io.millrace.planner.lowering;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.AggregatePhase;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.planner.physical.Exprs;
import io.millrace.planner.relation.Refusals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces DISTINCT in aggregates by grouping twice. With one list of distinct arguments and other calls that can be put together from parts:
 *
 * <pre>
 * Aggregate[k; count(distinct x), sum(y)](r)   becomes   Aggregate[k; count(x), sum(s)](Aggregate[k, x; sum(y) AS s](r))
 * </pre>
 *
 * Both levels run in parallel and spill by group. Any other form, several lists or several grouping sets, is left to the executor, which keeps the
 * distinct values of each group.
 */
final class DistinctAggregates {
    private DistinctAggregates() {}

    static PlanNode apply(PlanNode.Aggregate node) {
        if (node.calls().stream().noneMatch(AggregateCall::distinct)) {
            return node;
        }
        Set<List<Integer>> lists = new LinkedHashSet<>();
        node.calls().stream().filter(AggregateCall::distinct).forEach(call -> lists.add(distinctColumns(call)));
        boolean simple = node.groupingSets().size() == 1 && node.simple();
        if (simple && lists.size() == 1 && node.calls().stream().allMatch(c -> c.distinct() || mergeable(c.function()))) {
            return twice(node, lists.iterator().next());
        }
        return node;
    }

    /** Columns whose values are made distinct: arguments, and what says which rows count. */
    private static List<Integer> distinctColumns(AggregateCall call) {
        Set<Integer> columns = new LinkedHashSet<>();
        for (Expr argument : call.arguments()) {
            if (argument instanceof Expr.ColumnRef column) {
                columns.add(column.index());
            }
        }
        for (SortKey key : call.orderBy()) {
            if (!columns.contains(key.column())) {
                throw Refusals.unsupported("ORDER BY of a DISTINCT aggregate by anything but its argument");
            }
        }
        if (call.filter() >= 0) {
            columns.add(call.filter());
        }
        return List.copyOf(columns);
    }

    private static boolean mergeable(AggregateFunction function) {
        return merging(function) != null;
    }

    /** What puts a call's results for parts of the rows together; null if nothing does. */
    private static AggregateFunction merging(AggregateFunction function) {
        return switch (function) {
            case COUNT, SUM -> AggregateFunction.SUM;
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR -> function;
            default -> null;
        };
    }

    private static PlanNode twice(PlanNode.Aggregate node, List<Integer> columns) {
        List<Integer> lowerKeys = new ArrayList<>(node.keys());
        columns.stream().filter(c -> !lowerKeys.contains(c)).forEach(lowerKeys::add);
        List<Field> lowerFields = new ArrayList<>();
        lowerKeys.forEach(k -> lowerFields.add(node.input().schema().field(k)));
        List<AggregateCall> lowerCalls = new ArrayList<>();
        List<AggregateCall> upperCalls = new ArrayList<>();
        for (AggregateCall call : node.calls()) {
            if (call.distinct()) {
                upperCalls.add(moved(call, lowerKeys));
            } else {
                Expr part = Expr.column(lowerFields.size(), call.type());
                lowerFields.add(Field.of("part" + lowerFields.size(), call.type()));
                lowerCalls.add(call);
                upperCalls.add(AggregateCall.of(merging(call.function()), call.type(), part));
            }
        }
        List<Integer> all = range(lowerKeys.size());
        PlanNode lower =
                new PlanNode.Aggregate(node.input(), lowerKeys, List.of(all), lowerCalls, AggregatePhase.SINGLE, new Schema(lowerFields));
        List<Integer> keys = range(node.keys().size());
        PlanNode upper = new PlanNode.Aggregate(lower, keys, List.of(keys), upperCalls, AggregatePhase.SINGLE, node.schema());
        return countsOfNothing(upper, node);
    }

    /** Without GROUP BY and without rows, the merged counts are 0 and not NULL. */
    private static PlanNode countsOfNothing(PlanNode upper, PlanNode.Aggregate node) {
        boolean counts = node.calls().stream().anyMatch(c -> !c.distinct() && c.function() == AggregateFunction.COUNT);
        if (!counts) {
            return upper;
        }
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < node.schema().size(); i++) {
            Expr column = Expr.column(i, upper.schema().type(i));
            AggregateCall call = i < node.keys().size() ? null : node.calls().get(i - node.keys().size());
            boolean count = call != null && !call.distinct() && call.function() == AggregateFunction.COUNT;
            expressions.add(count ? Expr.call(Function.COALESCE, column.type(), column, Zeros.of(column.type())) : column);
        }
        return new PlanNode.Project(upper, expressions, node.schema());
    }

    /** The call over a lower aggregate whose first columns are {@code columns} of the old input. */
    private static AggregateCall moved(AggregateCall call, List<Integer> columns) {
        return new AggregateCall(
                call.function(), call.arguments().stream().map(a -> Exprs.mapColumns(a, columns::indexOf)).toList(), false,
                call.filter() < 0 ? -1 : columns.indexOf(call.filter()),
                call.orderBy().stream().map(k -> new SortKey(columns.indexOf(k.column()), k.descending(), k.nullsFirst())).toList(),
                call.ignoreNulls(), call.type());
    }

    private static List<Integer> range(int end) {
        return java.util.stream.IntStream.range(0, end).boxed().toList();
    }
}
