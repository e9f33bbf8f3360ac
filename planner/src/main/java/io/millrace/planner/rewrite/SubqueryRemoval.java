package io.millrace.planner.rewrite;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Correlations;
import io.millrace.planner.relation.Rebuild;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.relation.SubqueryJoin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Turns subqueries within expressions into dependent joins; {@link Decorrelation} then frees these of their variables.
 *
 * <pre>
 * Filter[EXISTS(q) AND p](r)        becomes  SubqueryJoin[SEMI](Filter[p](r), q)
 * Filter[x NOT IN (q)](r)           becomes  SubqueryJoin[NULL_AWARE_ANTI, x = q.c](r, q)
 * Filter[EXISTS(q) OR p](r)         becomes  Project[r.*](Filter[mark OR p](SubqueryJoin[MARK](r, q)))
 * Project[f((q))](r)                becomes  Project[f(q.c)](SubqueryJoin[LEFT](r, AtMostOneRow(q)))
 * Join[LEFT, c(l, r, (q))](l, r)    becomes  SubqueryJoin[LEFT](l, Filter[c($cor.l, r, (q))](r)), and so on
 * </pre>
 */
final class SubqueryRemoval {
    /** Variables of enclosing queries: not ours to bind. */
    private final Set<CorrelationId> outer;

    private SubqueryRemoval(Set<CorrelationId> outer) {
        this.outer = outer;
    }

    static RelNode apply(RelNode root) {
        return new SubqueryRemoval(Set.of()).rewrite(root);
    }

    private RelNode rewrite(RelNode node) {
        List<RelNode> inputs = new ArrayList<>();
        for (int i = 0; i < node.getInputs().size(); i++) {
            boolean right = i == 1 && node instanceof Correlate;
            SubqueryRemoval inner = right ? within(Set.of(((Correlate) node).getCorrelationId())) : this;
            inputs.add(inner.rewrite(node.getInput(i)));
        }
        RelNode copy = Rebuild.withInputs(node, inputs);
        if (copy instanceof Filter filter && RexUtil.SubQueryFinder.containsSubQuery(filter)) {
            return filter(filter);
        }
        if (copy instanceof Project project && RexUtil.SubQueryFinder.containsSubQuery(project)) {
            return project(project);
        }
        if (copy instanceof Join join && RexUtil.SubQueryFinder.containsSubQuery(join)) {
            return join(join);
        }
        return copy;
    }

    private SubqueryRemoval within(Set<CorrelationId> variables) {
        Set<CorrelationId> all = new HashSet<>(outer);
        all.addAll(variables);
        return new SubqueryRemoval(all);
    }

    /** The query of a subquery expression, itself free of such, and the variables by which it refers to the row it is evaluated for. */
    Prepared prepare(RelNode query) {
        Set<CorrelationId> variables = new LinkedHashSet<>(Correlations.free(query));
        variables.removeAll(outer);
        return new Prepared(within(variables).rewrite(query), variables);
    }

    record Prepared(RelNode query, Set<CorrelationId> variables) {
        boolean correlated() {
            return Correlations.refers(query, variables);
        }
    }

    private RelNode filter(Filter filter) {
        RexBuilder builder = filter.getCluster().getRexBuilder();
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> withSubquery = new ArrayList<>();
        for (RexNode part : Conditions.conjuncts(RexUtil.expandSearch(builder, null, filter.getCondition()))) {
            (RexUtil.SubQueryFinder.find(part) == null ? plain : withSubquery).add(part);
        }
        RelNode input = filter.getInput();
        if (!plain.isEmpty()) {
            input = LogicalFilter.create(input, Conditions.and(builder, plain));
        }
        int width = input.getRowType().getFieldCount();
        SubqueryExpansion expansion = new SubqueryExpansion(this, input);
        for (RexNode part : withSubquery) {
            expansion.restrict(part);
        }
        return firstColumns(expansion.node(), width);
    }

    private RelNode project(Project project) {
        SubqueryExpansion expansion = new SubqueryExpansion(this, project.getInput());
        List<RexNode> expressions = project.getProjects().stream().map(expansion::value).toList();
        List<RexNode> typed = expressions.stream().map(e -> Conditions.retype(e, expansion.node())).toList();
        return LogicalProject.create(expansion.node(), project.getHints(), typed, project.getRowType().getFieldNames(), Set.of());
    }

    private RelNode join(Join join) {
        return switch (join.getJoinType()) {
            case INNER -> {
                RexNode all = join.getCluster().getRexBuilder().makeLiteral(true);
                RelNode cross = LogicalJoin.create(join.getLeft(), join.getRight(), List.of(), all, Set.of(), JoinRelType.INNER);
                yield filter(LogicalFilter.create(cross, join.getCondition()));
            }
            case LEFT, SEMI, ANTI -> dependent(join, join.getJoinType());
            case RIGHT -> throw Refusals.unsupported("a subquery in the ON of a RIGHT JOIN");
            case FULL -> throw Refusals.unsupported("a subquery in the ON of a FULL JOIN");
            case ASOF, LEFT_ASOF -> throw Refusals.unsupported("a subquery in the condition of an ASOF JOIN");
        };
    }

    /** The condition moves into the right side, where it is a filter that refers to the left row by a variable. */
    private RelNode dependent(Join join, JoinRelType type) {
        RexBuilder builder = join.getCluster().getRexBuilder();
        RelNode left = join.getLeft();
        RelNode right = join.getRight();
        int leftWidth = left.getRowType().getFieldCount();
        CorrelationId leftId = join.getCluster().createCorrel();
        CorrelationId rightId = join.getCluster().createCorrel();
        RexNode leftRow = builder.makeCorrel(left.getRowType(), leftId);
        RexNode rightRow = builder.makeCorrel(right.getRowType(), rightId);
        Set<CorrelationId> ours = new LinkedHashSet<>(Correlations.free(join.getCondition()));
        ours.removeAll(outer);
        RexNode condition = Correlations.replace(join.getCondition(), ours, (id, field) -> field < leftWidth
                ? builder.makeFieldAccess(leftRow, field)
                : builder.makeFieldAccess(rightRow, field - leftWidth));
        RexNode overRight = Conditions.replaceColumns(condition, i -> i < leftWidth
                ? builder.makeFieldAccess(leftRow, i)
                : Conditions.column(right, i - leftWidth));
        RelNode filtered = within(Set.of(leftId)).filter(LogicalFilter.create(right, overRight));
        SubqueryJoin.Kind kind = switch (type) {
            case LEFT -> SubqueryJoin.Kind.LEFT;
            case SEMI -> SubqueryJoin.Kind.SEMI;
            case ANTI -> SubqueryJoin.Kind.ANTI;
            case INNER, RIGHT, FULL, ASOF, LEFT_ASOF -> throw new AssertionError(type);
        };
        return SubqueryJoin.create(left, filtered, kind, builder.makeLiteral(true), Set.of(leftId));
    }

    static RelNode firstColumns(RelNode node, int width) {
        if (node.getRowType().getFieldCount() == width) {
            return node;
        }
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(RexInputRef.of(i, node.getRowType()));
        }
        return LogicalProject.create(node, List.of(), columns, node.getRowType().getFieldNames().subList(0, width), Set.of());
    }
}
