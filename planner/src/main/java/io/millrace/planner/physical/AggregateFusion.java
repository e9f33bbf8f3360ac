package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Aggregates of one row each that stand beside one another and read the same tables under different conditions read them once.
 *
 * <pre>
 * Join(Join(r, Aggregate[count(*)](Scan[t where a])), Aggregate[avg(x)](Scan[t where b]))
 *   becomes
 * Join(r, Aggregate[count(*) FILTER a, avg(x) FILTER b](Scan[t where a or b]))
 * </pre>
 *
 * Scalar subqueries come to such joins, and so do derived tables in FROM that have one row.
 */
final class AggregateFusion {
    /** Reading fewer rows again costs less than the tests do that tell whose a row is. */
    private static final double ROWS_LEAST = 50_000;

    private AggregateFusion() {}

    static PlanNode apply(PlanNode node) {
        if (isBeside(node)) {
            List<PlanNode> sides = new ArrayList<>();
            PlanNode left = node;
            while (isBeside(left)) {
                PlanNode.Join join = (PlanNode.Join) left;
                sides.add(0, join.right());
                left = join.left();
            }
            sides.add(0, left);
            PlanNode fused = new Sides(sides.stream().map(AggregateFusion::apply).toList()).fuse(node.schema());
            if (fused != null) {
                return fused;
            }
        }
        List<PlanNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (PlanNode input : node.inputs()) {
            PlanNode now = apply(input);
            changed |= now != input;
            inputs.add(now);
        }
        return changed ? node.withInputs(inputs) : node;
    }

    /** A join without condition whose right side has one row. */
    private static boolean isBeside(PlanNode node) {
        return node instanceof PlanNode.Join join && (join.kind() == PlanNode.JoinKind.INNER || join.kind() == PlanNode.JoinKind.LEFT)
                && join.leftKeys().isEmpty() && join.residual() == null && aggregate(join.right()) != null;
    }

    /** The aggregate of one row that a side is, below projections, else null. */
    private static PlanNode.Aggregate aggregate(PlanNode side) {
        return switch (side) {
            case PlanNode.Project project -> aggregate(project.input());
            case PlanNode.Aggregate aggregate when aggregate.keys().isEmpty() && aggregate.groupingSets().size() == 1
                    && aggregate.phase() == PlanNode.AggregatePhase.SINGLE -> aggregate;
            default -> null;
        };
    }

    /** A side's columns as expressions over its aggregate's. */
    private static List<Expr> overAggregate(PlanNode side) {
        if (side instanceof PlanNode.Project project) {
            List<Expr> below = overAggregate(project.input());
            return project.expressions().stream().map(e -> Exprs.substitute(e, below::get)).toList();
        }
        return FusedPlans.columns(side.schema());
    }

    /** What plans must have in common to be worth a try. */
    private static String shape(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> "scan " + scan.target();
            case PlanNode.Project project -> shape(project.input());
            case PlanNode.Filter filter -> "filter(" + shape(filter.input()) + ")";
            case PlanNode.Join join when join.kind() == PlanNode.JoinKind.INNER -> "join(" + shape(join.left()) + ", " + shape(join.right())
                    + ")";
            default -> null;
        };
    }

    private static double rows(PlanNode node) {
        return PlanNode.flatten(node).stream()
                .mapToDouble(n -> n instanceof PlanNode.Scan scan ? scan.estimatedRows() : 0).max().orElse(0);
    }

    /** Plans that stand beside one another, each but the first of one row. */
    private record Sides(List<PlanNode> sides) {
        /** Null if nothing is gained. */
        PlanNode fuse(Schema schema) {
            Map<String, List<Integer>> alike = new LinkedHashMap<>();
            for (int s = 0; s < sides.size(); s++) {
                PlanNode.Aggregate aggregate = aggregate(sides.get(s));
                String shape = aggregate == null ? null : shape(aggregate.input());
                if (shape != null && !shape.contains("null")) {
                    alike.computeIfAbsent(shape, k -> new ArrayList<>()).add(s);
                }
            }
            PlanNode[] stands = sides.toArray(PlanNode[]::new);
            List<List<Expr>> outputs = new ArrayList<>();
            int[] home = new int[stands.length];
            for (int s = 0; s < stands.length; s++) {
                home[s] = s;
                outputs.add(FusedPlans.columns(sides.get(s).schema()));
            }
            boolean changed = false;
            for (List<Integer> group : alike.values()) {
                FusedPlans fused = group.size() < 2 ? null
                        : FusedPlans.of(group.stream().map(s -> aggregate(sides.get(s)).input()).toList());
                if (fused != null && rows(fused.node()) >= ROWS_LEAST) {
                    changed = true;
                    together(group, fused, stands, outputs, home);
                }
            }
            return changed ? rebuild(stands, outputs, home, schema) : null;
        }

        private void together(List<Integer> group, FusedPlans fused, PlanNode[] stands, List<List<Expr>> outputs, int[] home) {
            List<Expr> columns = new ArrayList<>(FusedPlans.columns(fused.node().schema()));
            List<AggregateCall> calls = new ArrayList<>();
            List<List<Expr>> results = new ArrayList<>();
            for (int g = 0; g < group.size(); g++) {
                int[] at = fused.at().get(g);
                List<Expr> own = new ArrayList<>();
                for (AggregateCall call : aggregate(sides.get(group.get(g))).calls()) {
                    AggregateCall moved = moved(call, at, fused.only().get(g), columns);
                    if (!calls.contains(moved)) {
                        calls.add(moved);
                    }
                    own.add(Expr.column(calls.indexOf(moved), call.type()));
                }
                results.add(own);
            }
            List<Field> fields = new ArrayList<>();
            calls.forEach(call -> fields.add(new Field("fused" + fields.size(), call.type(), true)));
            PlanNode rows = columns.size() == fused.node().schema().size() ? fused.node()
                    : new PlanNode.Project(fused.node(), columns, FusedPlans.schema(columns));
            int first = group.get(0);
            stands[first] = new PlanNode.Aggregate(rows, List.of(), List.of(List.of()), calls, PlanNode.AggregatePhase.SINGLE,
                    new Schema(fields));
            for (int g = 0; g < group.size(); g++) {
                int side = group.get(g);
                home[side] = first;
                List<Expr> own = results.get(g);
                outputs.set(side, overAggregate(sides.get(side)).stream().map(e -> Exprs.substitute(e, own::get)).toList());
                if (side != first) {
                    stands[side] = null;
                }
            }
        }

        private static AggregateCall moved(AggregateCall call, int[] at, List<Expr> only, List<Expr> columns) {
            List<Expr> conditions = new ArrayList<>(only);
            if (call.filter() >= 0) {
                conditions.add(Expr.column(at[call.filter()], SqlType.BOOLEAN));
            }
            int filter = -1;
            if (!conditions.isEmpty()) {
                Expr condition = Exprs.and(conditions);
                if (!columns.contains(condition)) {
                    columns.add(condition);
                }
                filter = columns.indexOf(condition);
            }
            return new AggregateCall(call.function(), call.arguments().stream().map(a -> Exprs.mapColumns(a, c -> at[c])).toList(),
                    call.distinct(), filter,
                    call.orderBy().stream().map(k -> new SortKey(at[k.column()], k.descending(), k.nullsFirst())).toList(),
                    call.ignoreNulls(),
                    call.type());
        }

        private PlanNode rebuild(PlanNode[] stands, List<List<Expr>> outputs, int[] home, Schema schema) {
            PlanNode node = null;
            int[] offset = new int[stands.length];
            for (int s = 0; s < stands.length; s++) {
                if (stands[s] == null) {
                    continue;
                }
                offset[s] = node == null ? 0 : node.schema().size();
                node = node == null ? stands[s]
                        : new PlanNode.Join(node, stands[s], PlanNode.JoinKind.INNER, List.of(), List.of(), List.of(), null);
            }
            List<Expr> columns = new ArrayList<>();
            for (int s = 0; s < stands.length; s++) {
                int by = offset[home[s]];
                outputs.get(s).forEach(e -> columns.add(Exprs.shift(e, by)));
            }
            return new PlanNode.Project(node, columns, schema);
        }
    }
}
