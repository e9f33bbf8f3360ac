package io.millrace.planner.rewrite;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Correlations;
import io.millrace.planner.relation.Inlining;
import io.millrace.planner.relation.SubqueryJoin;
import io.millrace.planner.relation.SubqueryJoin.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The usual scalar subquery, an aggregate without GROUP BY over rows that a filter ties to the left row. It becomes an aggregate by the tied
 * values, joined once; where a left row finds no group, the expressions are those of no rows:
 *
 * <pre>
 * SubqueryJoin[LEFT](l, Project[e](Aggregate[count(*)](Filter[t.k = $cor.k](t))))
 *   becomes  Project[l.*, CASE WHEN there IS NULL THEN e(0) ELSE e END](
 *              Join[LEFT, l.k = k](l, Project[e, k, TRUE AS there](Aggregate[k; count(*)](t))))
 * </pre>
 */
final class ScalarAggregateUnnesting {
    private ScalarAggregateUnnesting() {}

    /** Null if the join has another shape. */
    static RelNode apply(SubqueryJoin join) {
        if (!join.kind().putsOutRight() || !join.condition().isAlwaysTrue()) {
            return null;
        }
        RelNode node = join.getRight();
        List<RexNode> outputs = Conditions.columns(node);
        while (node instanceof Project project && Conditions.isMovable(project.getProjects())
                && Inlining.fits(outputs, project.getProjects())) {
            outputs = outputs.stream().map(o -> Conditions.replaceColumns(o, project.getProjects())).toList();
            node = project.getInput();
        }
        if (!(node instanceof Aggregate aggregate) || !aggregate.getGroupSet().isEmpty() || aggregate.getGroupSets().size() != 1) {
            return null;
        }
        RelNode left = join.getLeft();
        RexBuilder builder = join.getCluster().getRexBuilder();
        DomainPush domain = new DomainPush(left, join.variables(), DomainItems.of(aggregate, left, join.variables()), false);
        DomainPush.Pushed pushed = domain.pushGrouped(aggregate);
        // Columns: aggregates, domain, and a mark that a group was there
        List<RexNode> columns = new ArrayList<>(Conditions.columns(pushed.node()));
        columns.add(builder.makeLiteral(true));
        RelNode right = LogicalProject.create(pushed.node(), List.of(), columns, (List<String>) null, Set.of());
        int leftWidth = left.getRowType().getFieldCount();
        int aggregates = aggregate.getAggCallList().size();
        List<RexNode> conditions = new ArrayList<>();
        for (int i = 0; i < domain.items().size(); i++) {
            RexNode value = Conditions.shift(Conditions.column(right, aggregates + i), leftWidth);
            conditions.add(DomainPush.equal(builder, domain.items().get(i), value, pushed.neverNull()));
        }
        RelNode joined = Decorrelation.join(left, right, Kind.LEFT, Conditions.and(builder, conditions));
        int there = leftWidth + columns.size() - 1;
        List<RexNode> result = new ArrayList<>(Conditions.columns(joined).subList(0, leftWidth));
        for (RexNode output : outputs) {
            result.add(Decorrelation.overLeft(value(output, aggregate, joined, leftWidth, there, builder), left, join.variables()));
        }
        return LogicalProject.create(joined, List.of(), result, join.getRowType().getFieldNames(), Set.of());
    }

    private static RexNode value(RexNode output, Aggregate aggregate, RelNode joined, int leftWidth, int there, RexBuilder builder) {
        RexNode present = Conditions.replaceColumns(output, i -> Conditions.column(joined, leftWidth + i));
        boolean counts = aggregate.getAggCallList().stream().anyMatch(DomainPush::isCount);
        ImmutableBitSet all = ImmutableBitSet.range(aggregate.getAggCallList().size());
        if (!counts && !Correlations.free(output).iterator().hasNext() && Strong.isNull(output, all)) {
            return present;
        }
        RexNode absent = Conditions.replaceColumns(output, i -> DomainPush.ofNoRows(aggregate.getAggCallList().get(i), builder));
        if (absent.equals(present)) {
            return present;
        }
        RexNode missing = Conditions.isNull(builder, Conditions.column(joined, there));
        return builder.makeCall(SqlStdOperatorTable.CASE, missing, builder.ensureType(present.getType(), absent, false), present);
    }
}
