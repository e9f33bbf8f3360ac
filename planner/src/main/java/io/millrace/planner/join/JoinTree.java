package io.millrace.planner.join;

/**
 * An order of joins.
 *
 * @param leaves in it, one bit each
 * @param leaf a single leaf's number, -1 of a join
 * @param left the probe side
 * @param right the build side
 * @param rows estimated
 * @param cost of all joins below and this one
 */
record JoinTree(long leaves, int leaf, JoinTree left, JoinTree right, double rows, double cost) {
    /** A row put into a hash table costs as much as this many looked up. */
    private static final double BUILD_COST = 2.5;

    static JoinTree leaf(int leaf, double rows) {
        return new JoinTree(1L << leaf, leaf, null, null, rows, 0);
    }

    boolean isLeaf() {
        return leaf >= 0;
    }

    /** The smaller side is built. */
    static JoinTree inner(JoinTree a, JoinTree b, double rows) {
        boolean swap = a.rows < b.rows;
        JoinTree probe = swap ? b : a;
        JoinTree build = swap ? a : b;
        return join(probe, build, rows);
    }

    /** A hanging leaf is always the right side. */
    static JoinTree hanging(JoinTree set, JoinTree leaf, double rows) {
        return join(set, leaf, rows);
    }

    private static JoinTree join(JoinTree probe, JoinTree build, double rows) {
        double own = probe.rows + BUILD_COST * build.rows + rows;
        return new JoinTree(probe.leaves | build.leaves, -1, probe, build, rows, probe.cost + build.cost + own);
    }
}
