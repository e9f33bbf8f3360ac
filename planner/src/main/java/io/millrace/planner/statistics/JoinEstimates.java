package io.millrace.planner.statistics;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.SubqueryJoin;
import java.util.List;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Rows of joins, from the numbers of distinct keys: the values of the side with fewer are taken to be among those of the other. */
public final class JoinEstimates {
    private static final double ANTI_SHARE_LEAST = 0.1;

    private final Estimator estimator;

    JoinEstimates(Estimator estimator) {
        this.estimator = estimator;
    }

    Estimate join(Join join) {
        Estimate left = estimator.estimate(join.getLeft());
        Estimate right = estimator.estimate(join.getRight());
        List<RexNode> parts = Conditions.conjuncts(join.getCondition());
        double inner = innerRows(left, right, parts);
        return switch (join.getJoinType()) {
            case INNER -> new Estimate(inner, Estimate.concat(left, right)).limitedTo(inner);
            case LEFT, LEFT_ASOF, ASOF -> new Estimate(Math.max(left.rows(), inner), Estimate.concat(left, right));
            case RIGHT -> new Estimate(Math.max(right.rows(), inner), Estimate.concat(left, right));
            case FULL -> new Estimate(Math.max(left.rows() + right.rows(), inner), Estimate.concat(left, right));
            case SEMI -> left.limitedTo(left.rows() * semiShare(left, right, parts));
            case ANTI -> left.limitedTo(left.rows() * antiShare(left, right, parts));
        };
    }

    Estimate subqueryJoin(SubqueryJoin join) {
        Estimate left = estimator.estimate(join.getLeft());
        Estimate right = estimator.estimate(join.getRight());
        List<RexNode> parts = Conditions.conjuncts(join.condition());
        return switch (join.kind()) {
            case INNER, LEFT -> new Estimate(innerRows(left, right, parts), Estimate.concat(left, right));
            case SEMI -> left.limitedTo(left.rows() * semiShare(left, right, parts));
            case ANTI, NULL_AWARE_ANTI -> left.limitedTo(left.rows() * antiShare(left, right, parts));
            case MARK -> new Estimate(left.rows(), Estimate.concat(left,
                    new Estimate(1, List.of(new ColumnEstimate(2, true, 0, Double.NaN, Double.NaN)))));
        };
    }

    private double innerRows(Estimate left, Estimate right, List<RexNode> parts) {
        Estimate both = new Estimate(left.rows() * right.rows(), Estimate.concat(left, right));
        double product = 1;
        double leftKeys = 1;
        double rightKeys = 1;
        int keys = 0;
        for (RexNode part : parts) {
            int[] columns = keyColumns(part, left.columns().size());
            if (columns == null) {
                product *= estimator.selectivity(part, both);
            } else {
                keys++;
                leftKeys *= left.column(columns[0]).distinct();
                rightKeys *= right.column(columns[1]).distinct();
            }
        }
        double share = keys == 0 ? 1 : keyShare(leftKeys, left.rows(), rightKeys, right.rows(), keys > 1);
        return left.rows() * right.rows() * product * share;
    }

    /**
     * The share of pairs that agree on the keys. A product of several columns' distinct values that passes the rows says nothing of the
     * combinations there are; then the other side's counts, or the smaller one.
     */
    public static double keyShare(double leftKeys, double leftRows, double rightKeys, double rightRows, boolean several) {
        double left = Math.min(leftKeys, leftRows);
        double right = Math.min(rightKeys, rightRows);
        if (!several) {
            return 1 / Math.max(1, Math.max(left, right));
        }
        boolean leftCapped = leftKeys > leftRows;
        boolean rightCapped = rightKeys > rightRows;
        if (leftCapped && rightCapped) {
            return 1 / Math.max(1, Math.min(left, right));
        }
        return 1 / Math.max(1, leftCapped ? right : rightCapped ? left : Math.max(left, right));
    }

    /** The share of left rows that find a partner. */
    public double semiShare(Estimate left, Estimate right, List<RexNode> parts) {
        double share = 1;
        for (RexNode part : parts) {
            int[] columns = keyColumns(part, left.columns().size());
            if (columns != null) {
                double partners = Math.min(right.column(columns[1]).distinct(), right.rows());
                share = Math.min(share, Math.min(1, partners / Math.max(1, left.column(columns[0]).distinct())));
            }
        }
        return share;
    }

    public double antiShare(Estimate left, Estimate right, List<RexNode> parts) {
        return Math.max(ANTI_SHARE_LEAST, 1 - semiShare(left, right, parts));
    }

    private static int[] keyColumns(RexNode part, int leftWidth) {
        if (!part.isA(SqlKind.EQUALS) && !part.isA(SqlKind.IS_NOT_DISTINCT_FROM)
                || !(((RexCall) part).operands.get(0) instanceof RexInputRef a)
                || !(((RexCall) part).operands.get(1) instanceof RexInputRef b)) {
            return null;
        }
        int low = Math.min(a.getIndex(), b.getIndex());
        int high = Math.max(a.getIndex(), b.getIndex());
        return low < leftWidth && high >= leftWidth ? new int[] {low, high - leftWidth} : null;
    }
}
