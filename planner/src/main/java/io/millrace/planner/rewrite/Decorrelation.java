package io.millrace.planner.rewrite;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Correlations;
import io.millrace.planner.relation.Inlining;
import io.millrace.planner.relation.Rebuild;
import io.millrace.planner.relation.SubqueryJoin;
import io.millrace.planner.relation.SubqueryJoin.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;

/**
 * Frees dependent joins of their variables, innermost first, after Neumann and Kemper, "Unnesting Arbitrary Queries" (BTW 2015). In order of
 * preference:
 *
 * <ol>
 *   <li>variables only in filters at the top of the right side: these become part of the join's condition;
 *   <li>an aggregate without GROUP BY at the top, as most scalar subqueries are: {@link ScalarAggregateUnnesting};
 *   <li>anything else: the distinct values of the left columns referred to are joined into the right side, where the variables are then
 *       columns, and the join compares them with the left row's: {@link DomainPush}.
 * </ol>
 */
final class Decorrelation {
    private Decorrelation() {}

    static RelNode apply(RelNode node) {
        List<RelNode> inputs = node.getInputs().stream().map(Decorrelation::apply).toList();
        RelNode copy = Rebuild.withInputs(node, inputs);
        return switch (copy) {
            case SubqueryJoin join -> dependentJoin(join);
            case Correlate correlate -> correlate(correlate);
            default -> copy;
        };
    }

    private static RelNode correlate(Correlate correlate) {
        RexBuilder builder = correlate.getCluster().getRexBuilder();
        Set<CorrelationId> variables = Set.of(correlate.getCorrelationId());
        if (Correlations.isUnnest(correlate)) {
            return correlate;
        }
        RelNode unnest = unnest(correlate, variables);
        if (unnest != null) {
            return unnest;
        }
        Kind kind =
                switch (correlate.getJoinType()) {
                    case INNER -> Kind.INNER;
                    case LEFT -> Kind.LEFT;
                    case SEMI -> Kind.SEMI;
                    case ANTI -> Kind.ANTI;
                    case RIGHT, FULL, ASOF, LEFT_ASOF -> throw new AssertionError(correlate.getJoinType());
                };
        SubqueryJoin join =
                SubqueryJoin.create(correlate.getLeft(), correlate.getRight(), kind, builder.makeLiteral(true), variables);
        RelNode result = dependentJoin(join);
        return kind.putsOutRight() ? renamed(result, correlate) : result;
    }

    /**
     * Brings what stands above an expansion of a left collection above the correlate:
     *
     * <pre>
     * Correlate(l, Project[p](Filter[f](Uncollect($cor.a))))   becomes   Project[l.*, p](Filter[f](Correlate(l, Uncollect($cor.a))))
     * </pre>
     */
    private static RelNode unnest(Correlate correlate, Set<CorrelationId> variables) {
        List<RelNode> above = new ArrayList<>();
        RelNode node = correlate.getRight();
        while (node instanceof Filter || node instanceof Project project && !RexOver.containsOver(project.getProjects(), null)) {
            above.add(node);
            node = node.getInput(0);
        }
        boolean inner = correlate.getJoinType() == JoinRelType.INNER;
        boolean movable = inner || above.stream().allMatch(n -> n instanceof Project p && Conditions.onlyColumns(p.getProjects()));
        if (!(node instanceof Uncollect) || !movable || !(inner || correlate.getJoinType() == JoinRelType.LEFT)) {
            return null;
        }
        RelNode left = correlate.getLeft();
        int width = left.getRowType().getFieldCount();
        RelNode result = correlate.copy(
                correlate.getTraitSet(), left, node, correlate.getCorrelationId(), correlate.getRequiredColumns(), correlate.getJoinType());
        for (RelNode step : above.reversed()) {
            RelNode below = result;
            if (step instanceof Filter filter) {
                result = LogicalFilter.create(below, overBoth(filter.getCondition(), below, width, variables));
            } else {
                Project project = (Project) step;
                List<RexNode> expressions = new ArrayList<>(Conditions.columns(below).subList(0, width));
                project.getProjects().forEach(p -> expressions.add(overBoth(p, below, width, variables)));
                List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
                names.addAll(project.getRowType().getFieldNames());
                result = LogicalProject.create(below, List.of(), expressions, names, Set.of());
            }
        }
        return result;
    }

    private static RexNode overBoth(RexNode expression, RelNode below, int leftWidth, Set<CorrelationId> variables) {
        RexNode shifted = Conditions.replaceColumns(expression, i -> Conditions.column(below, leftWidth + i));
        return Correlations.replace(shifted, variables, (id, field) -> Conditions.column(below, field));
    }

    private static RelNode renamed(RelNode node, RelNode like) {
        return LogicalProject.create(node, List.of(), Conditions.columns(node), like.getRowType().getFieldNames(), Set.of());
    }

    private static RelNode dependentJoin(SubqueryJoin join) {
        if (!Correlations.refers(join.getRight(), join.variables())) {
            return join(join.getLeft(), join.getRight(), join.kind(), join.condition());
        }
        RelNode pulled = pullFilters(join);
        if (pulled != null) {
            return pulled;
        }
        RelNode scalar = ScalarAggregateUnnesting.apply(join);
        if (scalar != null) {
            return scalar;
        }
        return pushDomain(join);
    }

    /** A join without variables. */
    static RelNode join(RelNode left, RelNode right, Kind kind, RexNode condition) {
        JoinRelType type =
                switch (kind) {
                    case INNER -> JoinRelType.INNER;
                    case LEFT -> JoinRelType.LEFT;
                    case SEMI -> JoinRelType.SEMI;
                    case ANTI -> JoinRelType.ANTI;
                    case NULL_AWARE_ANTI, MARK -> null;
                };
        return type == null
                ? SubqueryJoin.create(left, right, kind, condition, Set.of())
                : LogicalJoin.create(left, right, List.of(), condition, Set.of(), type);
    }

    private static RelNode pullFilters(SubqueryJoin join) {
        RexBuilder builder = join.getCluster().getRexBuilder();
        RelNode left = join.getLeft();
        int leftWidth = left.getRowType().getFieldCount();
        RelNode node = join.getRight();
        List<RexNode> outputs = Conditions.columns(node);
        List<RexNode> conditions = new ArrayList<>();
        while (true) {
            if (node instanceof Project project && Conditions.isMovable(project.getProjects())
                    && Inlining.fits(outputs, project.getProjects()) && Inlining.fits(conditions, project.getProjects())) {
                outputs = outputs.stream().map(o -> Conditions.replaceColumns(o, project.getProjects())).toList();
                conditions.replaceAll(c -> Conditions.replaceColumns(c, project.getProjects()));
                node = project.getInput();
            } else if (node instanceof Filter filter) {
                conditions.addAll(0, Conditions.conjuncts(filter.getCondition()));
                node = filter.getInput();
            } else if (node instanceof Sort sort && sort.fetch == null && sort.offset == null) {
                node = sort.getInput();
            } else {
                break;
            }
        }
        boolean correlatedOutputs = outputs.stream().anyMatch(o -> Correlations.refers(o, join.variables()));
        if (Correlations.refers(node, join.variables()) || correlatedOutputs && join.kind() == Kind.LEFT) {
            return null;
        }
        // What needs no left row is computed below the join: an outer join must not compute it of padded rows
        List<RexNode> local = conditions.stream().filter(c -> !Correlations.refers(c, join.variables())).toList();
        List<RexNode> correlated = conditions.stream().filter(c -> Correlations.refers(c, join.variables())).toList();
        RelNode filtered = local.isEmpty() ? node : LogicalFilter.create(node, Conditions.and(builder, local));
        List<RexNode> below = new ArrayList<>(Conditions.columns(filtered));
        List<RexNode> computed = new ArrayList<>();
        for (RexNode output : outputs) {
            if (Correlations.refers(output, join.variables())) {
                computed.add(output);
            } else {
                computed.add(new org.apache.calcite.rex.RexInputRef(below.size(), output.getType()));
                below.add(output);
            }
        }
        RelNode right = LogicalProject.create(filtered, List.of(), below, (List<String>) null, Set.of());
        List<RexNode> all = new ArrayList<>();
        for (RexNode c : correlated) {
            all.add(overLeft(Conditions.shift(c, leftWidth), left, join.variables()));
        }
        List<RexNode> shiftedOutputs =
                computed.stream().map(o -> overLeft(Conditions.shift(o, leftWidth), left, join.variables())).toList();
        all.addAll(Conditions.conjuncts(Conditions.replaceColumns(join.condition(),
                i -> i < leftWidth ? Conditions.column(left, i) : shiftedOutputs.get(i - leftWidth))));
        RelNode joined = join(left, right, join.kind(), Conditions.and(builder, all));
        if (!join.kind().putsOutRight()) {
            return joined;
        }
        List<RexNode> columns = new ArrayList<>(Conditions.columns(joined).subList(0, leftWidth));
        shiftedOutputs.forEach(o -> columns.add(Conditions.retype(o, joined)));
        return LogicalProject.create(joined, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
    }

    static RexNode overLeft(RexNode expression, RelNode left, Set<CorrelationId> variables) {
        return Correlations.replace(expression, variables, (id, field) -> Conditions.column(left, field));
    }

    private static RelNode pushDomain(SubqueryJoin join) {
        RelNode left = join.getLeft();
        RelNode right = join.getRight();
        DomainPush domain = new DomainPush(left, join.variables(), DomainItems.of(right, left, join.variables()), true);
        DomainPush.Pushed pushed = domain.push(right);
        return joinOnDomain(join, pushed, domain, join.kind());
    }

    /** Joins the left side with a right side whose last columns are the domain, and puts out what the dependent join did. */
    static RelNode joinOnDomain(SubqueryJoin join, DomainPush.Pushed pushed, DomainPush domain, Kind kind) {
        RexBuilder builder = join.getCluster().getRexBuilder();
        RelNode left = join.getLeft();
        int leftWidth = left.getRowType().getFieldCount();
        int rightWidth = join.getRight().getRowType().getFieldCount();
        List<RexNode> conditions = new ArrayList<>();
        for (int i = 0; i < domain.items().size(); i++) {
            RexNode value = Conditions.shift(Conditions.column(pushed.node(), rightWidth + i), leftWidth);
            conditions.add(DomainPush.equal(builder, domain.items().get(i), value, pushed.neverNull()));
        }
        conditions.addAll(Conditions.conjuncts(join.condition()));
        RelNode joined = join(left, pushed.node(), kind, Conditions.and(builder, conditions));
        return kind.putsOutRight() ? SubqueryRemoval.firstColumns(joined, leftWidth + rightWidth) : joined;
    }
}
