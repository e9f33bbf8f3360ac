package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.stream.Stream;

/**
 * What holds of every plan, checked where assertions are on:
 *
 * <ul>
 *   <li>expressions read columns that exist, as the types that these have (length aside); conditions are BOOLEAN;
 *   <li>a projection's and an aggregate's schema has the types of what is computed;
 *   <li>the keys of a join have equal types on both sides;
 *   <li>aggregates, sorts and windows refer to columns of their input;
 *   <li>the inputs of set operations have the types of the result.
 * </ul>
 */
public final class PlanInvariants {
    private PlanInvariants() {}

    /** Raises an AssertionError that names the node. */
    public static void check(PlanNode plan) {
        assert checked(plan);
    }

    private static boolean checked(PlanNode node) {
        node.inputs().forEach(PlanInvariants::checked);
        switch (node) {
            case PlanNode.Scan scan -> {
                scan.columns().forEach(c -> require(c >= 0 && c < scan.tableSchema().size(), node, "column " + c));
                condition(scan.filter(), scan.schema(), node);
            }
            case PlanNode.Values values -> values.rows().forEach(row -> {
                require(row.size() == values.schema().size(), node, "row width");
                for (int i = 0; i < row.size(); i++) {
                    require(same(row.get(i).type(), values.schema().type(i)), node, "value " + row.get(i));
                }
            });
            case PlanNode.Filter filter -> condition(filter.condition(), filter.input().schema(), node);
            case PlanNode.Project project -> {
                for (int i = 0; i < project.expressions().size(); i++) {
                    expression(project.expressions().get(i), project.input().schema(), node);
                    require(same(project.expressions().get(i).type(), project.schema().type(i)), node, "type of column " + i);
                }
            }
            case PlanNode.Aggregate aggregate -> aggregate(aggregate);
            case PlanNode.Join join -> join(join);
            case PlanNode.Sort sort -> sortKeys(sort.keys(), sort.input().schema(), node);
            case PlanNode.Window window -> {
                window.partitionKeys().forEach(k -> require(k < window.input().schema().size(), node, "key " + k));
                sortKeys(window.orderKeys(), window.input().schema(), node);
                window.calls().forEach(call -> call(call, window.input().schema(), node));
                require(window.schema().size() == window.input().schema().size() + window.calls().size(), node, "width");
            }
            case PlanNode.Match match -> match(match);
            case PlanNode.Union union -> union.inputs().forEach(input -> sameTypes(input.schema(), union.schema(), node));
            case PlanNode.SetOperation set -> sameTypes(set.right().schema(), set.left().schema(), node);
            case PlanNode.Unnest unnest -> unnest.collections().forEach(c -> expression(c, unnest.input().schema(), node));
            case PlanNode.WindowAssign assign -> {
                require(assign.timeColumn() < assign.input().schema().size(), node, "time column");
                require(assign.schema().size() == assign.input().schema().size() + 2, node, "width");
            }
            case PlanNode.Recursion recursion -> sameTypes(recursion.step().schema(), recursion.seed().schema(), node);
            case PlanNode.SingleRow single -> {}
            case PlanNode.WorkTable table -> {}
            case PlanNode.Exchange exchange -> {}
            case PlanNode.RemoteSource source -> {}
        }
        return true;
    }

    private static void aggregate(PlanNode.Aggregate aggregate) {
        boolean merging = aggregate.phase() == PlanNode.AggregatePhase.FINAL;
        Schema input = aggregate.input().schema();
        require(aggregate.phase() == PlanNode.AggregatePhase.PARTIAL
                || aggregate.schema().size() == aggregate.keys().size() + aggregate.calls().size(), aggregate, "width");
        for (List<Integer> set : aggregate.groupingSets()) {
            set.forEach(k -> require(k < aggregate.keys().size(), aggregate, "grouping set"));
        }
        if (!merging) {
            aggregate.keys().forEach(k -> require(k < input.size(), aggregate, "key " + k));
            aggregate.calls().forEach(call -> call(call, input, aggregate));
        }
    }

    private static void call(AggregateCall call, Schema input, PlanNode node) {
        call.arguments().forEach(a -> expression(a, input, node));
        sortKeys(call.orderBy(), input, node);
        require(call.filter() < input.size(), node, "filter");
        require(call.filter() < 0 || input.type(call.filter()).equals(SqlType.BOOLEAN), node, "type of the filter");
    }

    private static void match(PlanNode.Match match) {
        Schema input = match.input().schema();
        match.partitionKeys().forEach(k -> require(k < input.size(), match, "key " + k));
        sortKeys(match.orderKeys(), input, match);
        Schema defined = values(match.definitionValues());
        match.definitions().forEach(d -> condition(d, defined, match));
        Schema measured = values(match.measureValues());
        match.measures().forEach(m -> expression(m, measured, match));
        for (MatchValue value : Stream.concat(match.definitionValues().stream(), match.measureValues().stream()).toList()) {
            require(!(value instanceof MatchValue.Cell cell)
                    || cell.column() < input.size() && same(cell.type(), input.type(cell.column())), match, "value " + value);
        }
        require(match.schema().size() == match.keptColumns() + match.measures().size(), match, "width");
        for (int m = 0; m < match.measures().size(); m++) {
            require(same(match.measures().get(m).type(), match.schema().type(match.keptColumns() + m)), match, "type of measure " + m);
        }
    }

    private static Schema values(List<MatchValue> values) {
        return new Schema(values.stream().map(v -> Field.of("value", v.type())).toList());
    }

    private static void join(PlanNode.Join join) {
        for (int k = 0; k < join.leftKeys().size(); k++) {
            SqlType left = join.left().schema().type(join.leftKeys().get(k));
            SqlType right = join.right().schema().type(join.rightKeys().get(k));
            require(same(left, right), join, "key " + k + " of types " + left + " and " + right);
        }
        condition(join.residual(), join.left().schema().concat(join.right().schema()), join);
    }

    private static void sortKeys(List<SortKey> keys, Schema input, PlanNode node) {
        keys.forEach(k -> require(k.column() < input.size(), node, "order key " + k.column()));
    }

    private static void sameTypes(Schema a, Schema b, PlanNode node) {
        require(a.size() == b.size(), node, "width");
        for (int i = 0; i < a.size(); i++) {
            require(same(a.type(i), b.type(i)), node, "column " + i + " of types " + a.type(i) + " and " + b.type(i));
        }
    }

    private static void condition(Expr condition, Schema input, PlanNode node) {
        if (condition != null) {
            expression(condition, input, node);
            require(condition.type().kind() == SqlType.Kind.BOOLEAN || condition.type().kind() == SqlType.Kind.NULL, node, "condition");
        }
    }

    private static void expression(Expr expr, Schema input, PlanNode node) {
        if (expr instanceof Expr.ColumnRef column) {
            require(column.index() < input.size(), node, "column " + column.index() + " of " + input.size());
            require(same(column.type(), input.type(column.index())), node,
                    "column " + column.index() + " of type " + input.type(column.index()) + " read as " + column.type());
        }
        Exprs.children(expr).forEach(child -> expression(child, input, node));
    }

    private static boolean same(SqlType a, SqlType b) {
        boolean lengths = a.isCharacter() || a.kind() == SqlType.Kind.BINARY;
        boolean nested = a.kind() == SqlType.Kind.ARRAY || a.kind() == SqlType.Kind.MAP || a.kind() == SqlType.Kind.ROW;
        return a.equals(b) || a.kind() == b.kind() && (lengths || nested);
    }

    private static void require(boolean condition, PlanNode node, String what) {
        if (!condition) {
            throw new AssertionError(what + " is wrong in " + node);
        }
    }
}
