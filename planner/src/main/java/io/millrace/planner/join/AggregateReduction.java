package io.millrace.planner.join;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Rebuild;
import io.millrace.planner.statistics.Estimate;
import io.millrace.planner.statistics.Estimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Groups that a join will throw away need not be computed: where few keys are asked for, and asking again is cheap, the aggregate's input is
 * restricted to them first.
 *
 * <pre>
 * Join[k = x](Aggregate[k](big), small)   becomes   Join[k = x](Aggregate[k](SemiJoin[k = x](big, small.x)), small)
 * </pre>
 *
 * Not for continuous plans, where the small side read twice is state kept twice.
 */
public final class AggregateReduction {
    /** Groups asked for among all, and rows read again among those aggregated, at most. */
    private static final double SHARE_MOST = 0.2;

    private final Estimator estimator;

    private AggregateReduction(Estimator estimator) {
        this.estimator = estimator;
    }

    public static RelNode apply(RelNode root, Estimator estimator) {
        return new AggregateReduction(estimator).rewrite(root);
    }

    private RelNode rewrite(RelNode node) {
        RelNode copy = Rebuild.mapInputs(node, this::rewrite);
        if (!(copy instanceof Join join) || join.getJoinType() != JoinRelType.INNER) {
            return copy;
        }
        int width = join.getLeft().getRowType().getFieldCount();
        List<int[]> keys = new ArrayList<>();
        for (RexNode part : Conditions.conjuncts(join.getCondition())) {
            if (part.isA(SqlKind.EQUALS)
                    && ((RexCall) part).operands.get(0) instanceof RexInputRef a
                    && ((RexCall) part).operands.get(1) instanceof RexInputRef b) {
                int low = Math.min(a.getIndex(), b.getIndex());
                int high = Math.max(a.getIndex(), b.getIndex());
                if (low < width && high >= width) {
                    keys.add(new int[] {low, high - width});
                }
            }
        }
        RelNode left = reduce(join.getLeft(), join.getRight(), keys, 0);
        RelNode right = left == null ? reduce(join.getRight(), join.getLeft(), keys, 1) : null;
        if (left == null && right == null) {
            return copy;
        }
        return Rebuild.withInputs(join, List.of(left == null ? join.getLeft() : left, right == null ? join.getRight() : right));
    }

    /** The aggregated side over fewer rows; null if it is none, or if it does not pay. */
    private RelNode reduce(RelNode side, RelNode other, List<int[]> keys, int position) {
        Project project = side instanceof Project p && Conditions.isMovable(p.getProjects()) ? p : null;
        if (!((project == null ? side : project.getInput()) instanceof Aggregate aggregate)
                || aggregate.getGroupSets().size() != 1
                || aggregate.getAggCallList().stream().anyMatch(AggregateReduction::mayRaise)) {
            return null;
        }
        List<RexNode> conditions = new ArrayList<>();
        List<RexNode> wanted = new ArrayList<>();
        RelNode input = aggregate.getInput();
        int inputWidth = input.getRowType().getFieldCount();
        Estimate asked = estimator.estimate(other);
        double share = 1;
        for (int[] key : keys) {
            RexNode column = Conditions.column(side, key[position]);
            RexNode grouped = project == null ? column : project.getProjects().get(key[position]);
            if (grouped instanceof RexInputRef ref && ref.getIndex() < aggregate.getGroupCount()) {
                int below = aggregate.getGroupSet().nth(ref.getIndex());
                double distinct = estimator.estimate(input).column(below).distinct();
                double values = Math.min(asked.rows(), asked.column(key[1 - position]).distinct());
                share = Math.min(share, values / Math.max(1, distinct));
                RexNode value = Conditions.column(other, key[1 - position]);
                conditions.add(asEquality(input, below, value, inputWidth + wanted.size()));
                wanted.add(value);
            }
        }
        if (wanted.isEmpty() || share > SHARE_MOST || scanned(other) > SHARE_MOST * scanned(input)) {
            return null;
        }
        RelNode values = LogicalProject.create(other, List.of(), wanted, (List<String>) null, Set.of());
        RexNode condition = Conditions.and(side.getCluster().getRexBuilder(), conditions);
        RelNode reduced = LogicalJoin.create(input, values, List.of(), condition, Set.of(), JoinRelType.SEMI);
        RelNode again = Rebuild.withInputs(aggregate, List.of(reduced));
        return project == null ? again : Rebuild.withInputs(project, List.of(again));
    }

    private static RexNode asEquality(RelNode input, int column, RexNode value, int at) {
        return input.getCluster().getRexBuilder().makeCall(
                SqlStdOperatorTable.EQUALS, Conditions.column(input, column), new RexInputRef(at, value.getType()));
    }

    private static boolean mayRaise(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.SINGLE_VALUE;
    }

    private double scanned(RelNode node) {
        double rows = node instanceof TableScan ? estimator.estimate(node).rows() : 0;
        for (RelNode input : node.getInputs()) {
            rows += scanned(input);
        }
        return rows;
    }
}
