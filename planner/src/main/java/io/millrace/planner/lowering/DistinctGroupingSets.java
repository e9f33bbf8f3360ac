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
import io.millrace.common.type.SqlType;
import io.millrace.planner.physical.Exprs;
import io.millrace.planner.relation.Refusals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The general form of {@link DistinctAggregates}. */
final class DistinctGroupingSets {
    private final PlanNode.Aggregate node;
    private final List<List<Integer>> lists;
    private final int keys;
    private final InputColumns input;
    /** Per list, where its columns have been copied to, so that they are none of the keys. */
    private final List<List<Integer>> copies = new ArrayList<>();

    DistinctGroupingSets(PlanNode.Aggregate node, List<List<Integer>> lists) {
        this.node = node;
        this.lists = lists;
        this.keys = node.keys().size();
        this.input = new InputColumns(node.input());
        if (new HashSet<>(node.groupingSets()).size() < node.groupingSets().size()) {
            throw Refusals.unsupported("a DISTINCT aggregate with the same grouping set twice");
        }
        lists.forEach(list -> copies.add(list.stream().map(input::copy).toList()));
    }

    PlanNode lower() {
        List<Integer> lowerKeys = new ArrayList<>(node.keys());
        copies.forEach(lowerKeys::addAll);
        List<AggregateCall> lowerCalls = new ArrayList<>();
        node.calls().stream().filter(c -> !c.distinct()).forEach(lowerCalls::add);
        int plainCalls = lowerCalls.size();
        // One bit a key says which set of the query a row belongs to, one bit a list what the row is for
        lowerCalls.add(grouping(node.keys()));
        lowerCalls.add(grouping(copies.stream().map(c -> c.get(0)).toList()));
        List<Field> fields = new ArrayList<>();
        PlanNode lowerInput = input.node();
        lowerKeys.forEach(k -> fields.add(new Field(lowerInput.schema().field(k).name(), lowerInput.schema().type(k), true)));
        lowerCalls.forEach(call -> fields.add(Field.of("part" + fields.size(), call.type())));
        PlanNode lower = new PlanNode.Aggregate(
                lowerInput, lowerKeys, sets(), lowerCalls, AggregatePhase.SINGLE, new Schema(fields));
        int keySet = lowerKeys.size() + plainCalls;
        return upper(lower, lowerKeys.size(), keySet, keySet + 1);
    }

    private AggregateCall grouping(List<Integer> columns) {
        Schema schema = input.node().schema();
        List<Expr> arguments = new ArrayList<>();
        columns.forEach(c -> arguments.add(Expr.column(c, schema.type(c))));
        return new AggregateCall(AggregateFunction.GROUPING, arguments, false, -1, List.of(), false, SqlType.BIGINT);
    }

    private List<List<Integer>> sets() {
        List<List<Integer>> sets = new ArrayList<>();
        for (List<Integer> set : node.groupingSets()) {
            sets.add(set);
            int first = keys;
            for (List<Integer> copy : copies) {
                List<Integer> more = new ArrayList<>(set);
                for (int i = 0; i < copy.size(); i++) {
                    more.add(first + i);
                }
                first += copy.size();
                sets.add(more);
            }
        }
        return sets;
    }

    private PlanNode upper(PlanNode lower, int partsFrom, int keySet, int purpose) {
        InputColumns columns = new InputColumns(lower);
        Expr mask = Expr.column(purpose, SqlType.BIGINT);
        int all = (1 << lists.size()) - 1;
        int plain = columns.column(DistinctAggregates.equals(mask, all));
        List<Integer> upperKeys = new ArrayList<>(DistinctAggregates.range(keys));
        boolean several = node.groupingSets().size() > 1;
        if (several) {
            upperKeys.add(keySet);
        }
        List<AggregateCall> calls = new ArrayList<>();
        int part = partsFrom;
        for (AggregateCall call : node.calls()) {
            if (call.distinct()) {
                calls.add(distinct(call, columns, mask, all));
            } else {
                Expr value = Expr.column(part++, call.type());
                calls.add(new AggregateCall(AggregateFunction.ANY_VALUE, List.of(value), false, plain, List.of(), false, call.type()));
            }
        }
        List<Field> fields = new ArrayList<>(node.schema().fields().subList(0, keys));
        if (several) {
            fields.add(Field.of("grouping_set", SqlType.BIGINT));
        }
        fields.addAll(node.schema().fields().subList(keys, node.schema().size()));
        List<Integer> every = DistinctAggregates.range(upperKeys.size());
        PlanNode upper = new PlanNode.Aggregate(
                columns.node(), upperKeys, List.of(every), calls, AggregatePhase.SINGLE, new Schema(fields));
        List<Integer> out = new ArrayList<>(DistinctAggregates.range(keys));
        for (int i = keys; i < node.schema().size(); i++) {
            out.add(several ? i + 1 : i);
        }
        return DistinctAggregates.countsOfNothing(Conformity.columns(upper, out), node);
    }

    /** The call over the rows of its list's sets, which are those where only that list is grouped by. */
    private AggregateCall distinct(AggregateCall call, InputColumns columns, Expr mask, int all) {
        List<Integer> list = DistinctAggregates.distinctColumns(call);
        int index = lists.indexOf(list);
        int first = keys;
        for (int i = 0; i < index; i++) {
            first += copies.get(i).size();
        }
        Expr ours = DistinctAggregates.equals(mask, all & ~(1 << (lists.size() - 1 - index)));
        AggregateCall unfiltered = new AggregateCall(
                call.function(), call.arguments(), false, -1, call.orderBy(), call.ignoreNulls(), call.type());
        AggregateCall moved = shifted(DistinctAggregates.moved(unfiltered, list), first);
        Expr filter = ours;
        if (call.filter() >= 0) {
            Expr own = Expr.column(first + list.indexOf(call.filter()), SqlType.BOOLEAN);
            filter = Expr.call(Function.AND, SqlType.BOOLEAN, ours, own);
        }
        return new AggregateCall(
                moved.function(), moved.arguments(), false, columns.column(filter), moved.orderBy(), moved.ignoreNulls(), moved.type());
    }

    private static AggregateCall shifted(AggregateCall call, int offset) {
        return new AggregateCall(
                call.function(), call.arguments().stream().map(a -> Exprs.shift(a, offset)).toList(), false,
                call.filter(),
                call.orderBy().stream()
                        .map(k -> new SortKey(k.column() + offset, k.descending(), k.nullsFirst()))
                        .toList(),
                call.ignoreNulls(), call.type());
    }
}
