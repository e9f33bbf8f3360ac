package io.millrace.planner.join;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.statistics.Estimate;
import io.millrace.planner.statistics.Estimator;
import io.millrace.planner.statistics.JoinEstimates;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;

/** The joins of a region as a graph, with the estimates that ordering them takes. Sets of leaves are bit masks. */
final class JoinProblem {
    /** Beyond this many leaves the order is found greedily: trying all pairs of sets grows by three times a leaf. */
    private static final int EXHAUSTIVE_LEAVES_MOST = 11;
    /** TRUE, FALSE and NULL: what the column that a mark join adds behind its leaf's can hold. */
    private static final double MARK_VALUES = 3;

    final JoinRegion region;
    final List<RelNode> leaves;
    final ColumnClasses classes;
    final List<RexNode> conditions;
    final List<RexNode> hanging;
    final RexBuilder builder;
    final long[] conditionLeaves;
    final long[] required;
    private final List<Estimate> estimates = new ArrayList<>();
    private final Estimator estimator;
    private final Estimate wide;

    JoinProblem(JoinRegion region, List<RelNode> leaves, ColumnClasses classes, List<RexNode> conditions, List<RexNode> hanging,
            Estimator estimator, RexBuilder builder) {
        this.region = region;
        this.leaves = leaves;
        this.classes = classes;
        this.conditions = conditions;
        this.hanging = hanging;
        this.estimator = estimator;
        this.builder = builder;
        List<io.millrace.planner.statistics.ColumnEstimate> columns = new ArrayList<>();
        for (RelNode leaf : leaves) {
            Estimate estimate = leaves.size() == 1 ? null : estimator.estimate(leaf);
            estimates.add(estimate);
            if (estimate != null) {
                columns.addAll(estimate.columns());
                columns.add(estimate.columns().isEmpty() ? null : estimate.columns().get(0));
            }
        }
        columns.removeIf(java.util.Objects::isNull);
        this.wide = columns.size() == region.columns() ? new Estimate(1, columns) : null;
        this.conditionLeaves = conditions.stream().mapToLong(region::leavesOf).toArray();
        this.required = new long[leaves.size()];
        for (int i = 0; i < leaves.size(); i++) {
            required[i] = hanging.get(i) == null ? 0 : region.leavesOf(hanging.get(i)) & ~(1L << i);
        }
        requireSomething();
    }

    /** A hanging leaf whose condition names no other may come after any; it comes after all leaves that stand for themselves before it. */
    private void requireSomething() {
        long before = 0;
        for (int i = 0; i < leaves.size(); i++) {
            if (hanging.get(i) != null && required[i] == 0) {
                required[i] = before & standing();
            }
            before |= 1L << i;
        }
    }

    /** Leaves that do not hang on others. */
    long standing() {
        long mask = 0;
        for (int i = 0; i < leaves.size(); i++) {
            mask |= hanging.get(i) == null ? 1L << i : 0;
        }
        return mask;
    }

    PartialPlan solve() {
        JoinPlanBuilder plans = new JoinPlanBuilder(this);
        if (leaves.size() == 1) {
            return plans.conditionsOf(plans.leaf(0), 1);
        }
        JoinTree tree = leaves.size() <= EXHAUSTIVE_LEAVES_MOST ? new ExhaustiveOrder(this).find() : null;
        return plans.build(tree != null ? tree : new GreedyOrder(this).find());
    }

    Estimate estimate(int leaf) {
        return estimates.get(leaf);
    }

    boolean hangs(int leaf) {
        return hanging.get(leaf) != null;
    }

    boolean connected(long a, long b) {
        for (TreeSet<Integer> equal : classes.all()) {
            if (touches(equal, a) && touches(equal, b)) {
                return true;
            }
        }
        long both = a | b;
        for (long condition : conditionLeaves) {
            if ((condition & ~both) == 0 && (condition & a) != 0 && (condition & b) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean touches(TreeSet<Integer> columns, long leaves) {
        return columns.stream().anyMatch(c -> (leaves >> region.leafOf(c) & 1) != 0);
    }

    /** Rows of the inner join of two sets of known size. */
    double innerRows(long a, double aRows, long b, double bRows) {
        double aKeys = 1;
        double bKeys = 1;
        int keys = 0;
        for (TreeSet<Integer> equal : classes.all()) {
            if (touches(equal, a) && touches(equal, b)) {
                aKeys *= distinct(equal, a, aRows);
                bKeys *= distinct(equal, b, bRows);
                keys++;
            }
        }
        double share = keys == 0 ? 1
                : keys > 1 && aKeys > aRows && bKeys > bRows ? uncertainShare(a, aRows, b, bRows)
                        : JoinEstimates.keyShare(aKeys, aRows, bKeys, bRows, keys > 1);
        return Math.max(1, aRows * bRows * share * newConditions(a, b));
    }

    /**
     * The share of pairs that agree on several keys, of whose combinations neither side's distinct values tell the number. Of two tables the smaller is
     * taken to hold all combinations that the larger has. Where a join meets a table it may be either that does: the mean of both beliefs is right for
     * none, and far off for none.
     */
    private static double uncertainShare(long a, double aRows, long b, double bRows) {
        boolean aTable = Long.bitCount(a) == 1;
        double least = Math.min(aRows, bRows);
        double contained = aTable == (Long.bitCount(b) == 1) ? least : aTable ? aRows : bRows;
        return 1 / Math.max(1, Math.sqrt(least * contained));
    }

    /** Values of a class in a set: those of the column with the fewest. */
    private double distinct(TreeSet<Integer> equal, long leaves, double rows) {
        double least = rows;
        for (int column : equal) {
            int leaf = region.leafOf(column);
            if ((leaves >> leaf & 1) != 0) {
                least = Math.min(least, distinct(column));
            }
        }
        return least;
    }

    /** The share kept by conditions that have all their leaves only now. */
    private double newConditions(long a, long b) {
        double share = 1;
        for (int i = 0; i < conditionLeaves.length; i++) {
            long condition = conditionLeaves[i];
            if ((condition & ~(a | b)) == 0 && (condition & ~a) != 0 && (condition & ~b) != 0) {
                share *= wide == null ? 0.3 : estimator.selectivity(conditions.get(i), wide);
            }
        }
        return share;
    }

    /** Rows after a hanging leaf has been joined to a set. */
    double hangingRows(long set, double rows, int leaf) {
        Estimate right = estimates.get(leaf);
        double partners = 1;
        double keysShare = 1;
        int keys = 0;
        double leftKeys = 1;
        double rightKeys = 1;
        for (RexNode part : Conditions.conjuncts(hanging.get(leaf))) {
            int[] columns = keyColumns(part, leaf);
            if (columns != null) {
                double left = Math.min(rows, distinct(columns[0]));
                double own = Math.min(right.rows(), distinct(columns[1]));
                partners = Math.min(partners, Math.min(1, own / Math.max(1, distinct(columns[0]))));
                leftKeys *= left;
                rightKeys *= own;
                keys++;
            }
        }
        if (keys > 0) {
            keysShare = JoinEstimates.keyShare(leftKeys, rows, rightKeys, right.rows(), keys > 1);
        }
        double semi = partners;
        return switch (region.leaves.get(leaf).kind()) {
            case LEFT -> Math.max(rows, rows * right.rows() * keysShare);
            case SEMI -> Math.max(1, rows * semi);
            case ANTI, NULL_AWARE_ANTI -> Math.max(1, rows * Math.max(0.1, 1 - semi));
            case MARK -> rows;
            case INNER -> throw new AssertionError(leaf);
        };
    }

    /** Values of a column of the region. */
    private double distinct(int column) {
        int leaf = region.leafOf(column);
        int own = column - region.leaves.get(leaf).offset();
        return own == region.leaves.get(leaf).width() ? MARK_VALUES : estimates.get(leaf).column(own).distinct();
    }

    private int[] keyColumns(RexNode part, int leaf) {
        if (part.isA(org.apache.calcite.sql.SqlKind.EQUALS) || part.isA(org.apache.calcite.sql.SqlKind.IS_NOT_DISTINCT_FROM)) {
            List<RexNode> operands = ((org.apache.calcite.rex.RexCall) part).operands;
            if (operands.get(0) instanceof org.apache.calcite.rex.RexInputRef a
                    && operands.get(1) instanceof org.apache.calcite.rex.RexInputRef b) {
                boolean aOwn = region.leafOf(a.getIndex()) == leaf;
                boolean bOwn = region.leafOf(b.getIndex()) == leaf;
                if (aOwn != bOwn) {
                    return aOwn ? new int[] {b.getIndex(), a.getIndex()} : new int[] {a.getIndex(), b.getIndex()};
                }
            }
        }
        return null;
    }
}
