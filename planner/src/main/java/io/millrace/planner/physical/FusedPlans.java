package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several plans that differ in conditions and columns alone, as one that gives the rows of all of them; after "Computation Reuse via Fusion in Amazon
 * Athena" (ICDE 2022), for scans, filters, projections and inner joins.
 *
 * <pre>
 * Scan[t where c and a], Scan[t where c and b]   become   Scan[t where c and (a or b)], of which a row is the first's if a, the second's if b
 * </pre>
 *
 * @param node the one plan
 * @param at for each plan, where its columns are in {@code node}
 * @param only for each plan, what must be true of a row of {@code node} for it to be one of the plan's; empty: nothing
 */
record FusedPlans(PlanNode node, List<int[]> at, List<List<Expr>> only) {
    /** Null if the plans are of different forms, or if a condition or a value could fail for rows that are not its plan's. */
    static FusedPlans of(List<PlanNode> plans) {
        PlanNode first = plans.get(0);
        if (plans.stream().allMatch(first::equals)) {
            int[] same = IntStream.range(0, first.schema().size()).toArray();
            return new FusedPlans(first, plans.stream().map(p -> same).toList(), plans.stream().map(p -> List.<Expr>of()).toList());
        }
        if (plans.stream().anyMatch(PlanNode.Project.class::isInstance)) {
            return projects(plans);
        }
        return switch (first) {
            case PlanNode.Scan scan when all(plans, PlanNode.Scan.class) -> scans(plans.stream().map(PlanNode.Scan.class::cast).toList());
            case PlanNode.Filter filter when all(plans, PlanNode.Filter.class) ->
                    filters(plans.stream().map(PlanNode.Filter.class::cast).toList());
            case PlanNode.Join join when all(plans, PlanNode.Join.class) -> joins(plans.stream().map(PlanNode.Join.class::cast).toList());
            default -> null;
        };
    }

    private static boolean all(List<PlanNode> plans, Class<? extends PlanNode> kind) {
        return plans.stream().allMatch(kind::isInstance);
    }

    private static FusedPlans scans(List<PlanNode.Scan> scans) {
        PlanNode.Scan first = scans.get(0);
        if (!scans.stream().allMatch(s -> s.target().equals(first.target()) && s.tableSchema().equals(first.tableSchema())
                && s.predicates().isEmpty())) {
            return null;
        }
        LinkedHashSet<Integer> columns = new LinkedHashSet<>();
        scans.forEach(s -> columns.addAll(s.columns()));
        List<Integer> order = List.copyOf(columns);
        List<int[]> at = new ArrayList<>();
        List<List<Expr>> conditions = new ArrayList<>();
        for (PlanNode.Scan scan : scans) {
            int[] positions = scan.columns().stream().mapToInt(order::indexOf).toArray();
            at.add(positions);
            conditions.add(scan.filter() == null ? List.of() : Exprs.conjuncts(Exprs.mapColumns(scan.filter(), c -> positions[c])));
        }
        Conditions fused = Conditions.of(conditions);
        if (fused == null) {
            return null;
        }
        PlanNode node = new PlanNode.Scan(first.name(), first.target(), first.tableSchema(), order, List.of(), fused.any(),
                scans.stream().mapToDouble(PlanNode.Scan::estimatedRows).sum());
        return new FusedPlans(node, at, fused.only());
    }

    private static FusedPlans filters(List<PlanNode.Filter> filters) {
        FusedPlans input = of(filters.stream().map(PlanNode.Filter::input).toList());
        if (input == null) {
            return null;
        }
        List<List<Expr>> conditions = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            int[] positions = input.at.get(i);
            conditions.add(Exprs.conjuncts(Exprs.mapColumns(filters.get(i).condition(), c -> positions[c])));
        }
        Conditions fused = Conditions.of(conditions);
        if (fused == null) {
            return null;
        }
        PlanNode node = fused.any() == null ? input.node : new PlanNode.Filter(input.node, fused.any());
        return new FusedPlans(node, input.at, both(input.only, fused.only()));
    }

    private static List<List<Expr>> both(List<List<Expr>> a, List<List<Expr>> b) {
        return IntStream.range(0, a.size()).mapToObj(i -> {
            List<Expr> parts = new ArrayList<>(a.get(i));
            parts.addAll(b.get(i));
            return List.copyOf(parts);
        }).toList();
    }

    private static FusedPlans projects(List<PlanNode> plans) {
        FusedPlans input = of(plans.stream().map(p -> p instanceof PlanNode.Project project ? project.input() : p).toList());
        if (input == null) {
            return null;
        }
        boolean mixed = input.only.stream().anyMatch(o -> !o.isEmpty());
        List<Expr> expressions = new ArrayList<>();
        List<int[]> at = new ArrayList<>();
        List<List<Expr>> only = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            int[] positions = input.at.get(i);
            List<Expr> own = plans.get(i) instanceof PlanNode.Project project ? project.expressions() : columns(plans.get(i).schema());
            int[] here = new int[own.size()];
            for (int e = 0; e < here.length; e++) {
                Expr moved = Exprs.mapColumns(own.get(e), c -> positions[c]);
                if (!Exprs.isDeterministic(moved) || mixed && !Conditions.cannotFail(moved)) {
                    return null;
                }
                here[e] = place(expressions, moved);
            }
            at.add(here);
        }
        for (List<Expr> parts : input.only) {
            only.add(parts.isEmpty() ? List.of() : List.of(Expr.column(place(expressions, Exprs.and(parts)), SqlType.BOOLEAN)));
        }
        return new FusedPlans(new PlanNode.Project(input.node, expressions, schema(expressions)), at, only);
    }

    private static int place(List<Expr> expressions, Expr expression) {
        int known = expressions.indexOf(expression);
        if (known >= 0) {
            return known;
        }
        expressions.add(expression);
        return expressions.size() - 1;
    }

    static List<Expr> columns(Schema schema) {
        return IntStream.range(0, schema.size()).mapToObj(c -> (Expr) Expr.column(c, schema.type(c))).toList();
    }

    static Schema schema(List<Expr> expressions) {
        return new Schema(IntStream.range(0, expressions.size())
                .mapToObj(e -> new Field("fused" + e, expressions.get(e).type(), true)).toList());
    }

    private static FusedPlans joins(List<PlanNode.Join> joins) {
        PlanNode.Join first = joins.get(0);
        if (!joins.stream().allMatch(j -> j.kind() == PlanNode.JoinKind.INNER && j.residual() == null
                && j.nullSafe().equals(first.nullSafe()))) {
            return null;
        }
        FusedPlans left = of(joins.stream().map(PlanNode.Join::left).toList());
        FusedPlans right = left == null ? null : of(joins.stream().map(PlanNode.Join::right).toList());
        if (right == null) {
            return null;
        }
        List<Integer> leftKeys = moved(first.leftKeys(), left.at.get(0));
        List<Integer> rightKeys = moved(first.rightKeys(), right.at.get(0));
        int width = left.node.schema().size();
        List<int[]> at = new ArrayList<>();
        List<List<Expr>> shifted = new ArrayList<>();
        for (int i = 0; i < joins.size(); i++) {
            if (!leftKeys.equals(moved(joins.get(i).leftKeys(), left.at.get(i)))
                    || !rightKeys.equals(moved(joins.get(i).rightKeys(), right.at.get(i)))) {
                return null;
            }
            at.add(IntStream.concat(IntStream.of(left.at.get(i)), IntStream.of(right.at.get(i)).map(c -> c + width)).toArray());
            shifted.add(right.only.get(i).stream().map(e -> Exprs.shift(e, width)).toList());
        }
        PlanNode node = new PlanNode.Join(left.node, right.node, first.kind(), leftKeys, rightKeys, first.nullSafe(), null);
        return new FusedPlans(node, at, both(left.only, shifted));
    }

    private static List<Integer> moved(List<Integer> columns, int[] at) {
        return columns.stream().map(c -> at[c]).toList();
    }

    /**
     * What several conditions come to together.
     *
     * @param any true of every row for which one of the conditions is; null: of every row
     * @param only what is left of each
     */
    private record Conditions(Expr any, List<List<Expr>> only) {
        static Conditions of(List<List<Expr>> conditions) {
            List<Expr> common = conditions.get(0).stream().filter(part -> conditions.stream().allMatch(c -> c.contains(part))).toList();
            List<List<Expr>> only = conditions.stream().map(c -> c.stream().filter(p -> !common.contains(p)).toList()).toList();
            boolean differ = only.stream().anyMatch(o -> !o.isEmpty());
            if (differ && !conditions.stream().flatMap(List::stream).allMatch(Conditions::cannotFail)
                    || !common.stream().allMatch(Exprs::isDeterministic)) {
                return null;
            }
            List<Expr> parts = new ArrayList<>(common);
            if (differ && only.stream().noneMatch(List::isEmpty)) {
                parts.addAll(RangeHull.of(only));
                List<Expr> alternatives = only.stream().map(Exprs::and).distinct().toList();
                parts.add(alternatives.size() == 1 ? alternatives.get(0) : new Expr.Call(Function.OR, alternatives, SqlType.BOOLEAN));
            }
            return new Conditions(parts.isEmpty() ? null : Exprs.and(parts), only);
        }

        /** Whether it has a value for every row, whatever the row holds. */
        static boolean cannotFail(Expr expr) {
            boolean plain = switch (expr) {
                case Expr.ColumnRef column -> true;
                case Expr.Literal literal -> true;
                case Expr.Case branches -> true;
                case Expr.In in -> true;
                case Expr.Call call -> switch (call.function()) {
                    case AND, OR, NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE, COALESCE, EQUAL, NOT_EQUAL,
                            LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> true;
                    default -> false;
                };
                case Expr.Cast cast -> widens(cast);
                case Expr.Parameter parameter -> false;
                case Expr.FieldAccess field -> false;
            };
            return plain && Exprs.children(expr).stream().allMatch(Conditions::cannotFail);
        }

        /** To more digits on both sides of the point, as comparisons of decimals are given. */
        private static boolean widens(Expr.Cast cast) {
            SqlType from = cast.operand().type();
            SqlType to = cast.type();
            return from.kind() == SqlType.Kind.DECIMAL && to.kind() == SqlType.Kind.DECIMAL && to.scale() >= from.scale()
                    && to.precision() - to.scale() >= from.precision() - from.scale();
        }
    }
}
