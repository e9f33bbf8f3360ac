package io.millrace.planner.join;

import io.millrace.planner.cancel.Cancellation;

/**
 * The cheapest order by dynamic programming over sets of leaves, each split in every way into two connected halves (Moerkotte and Neumann,
 * VLDB 2006, in its plain form: so few leaves need no cleverer enumeration). Cross products join only whole components of the graph.
 */
final class ExhaustiveOrder {
    private final JoinProblem problem;
    private final int count;
    private final JoinTree[] best;
    private final long[] components;

    ExhaustiveOrder(JoinProblem problem) {
        this.problem = problem;
        this.count = problem.leaves.size();
        this.best = new JoinTree[1 << count];
        this.components = components();
    }

    /** Null if some set of leaves cannot be joined without a cross product inside a component. */
    JoinTree find() {
        for (int i = 0; i < count; i++) {
            if (!problem.hangs(i)) {
                best[1 << i] = JoinTree.leaf(i, problem.estimate(i).rows());
            }
        }
        for (int set = 1; set < best.length; set++) {
            if (Integer.bitCount(set) > 1) {
                splits(set);
                hangingLeaves(set);
            }
        }
        return best[best.length - 1];
    }

    private void splits(int set) {
        Cancellation.check();
        int low = Integer.lowestOneBit(set);
        double rows = -1;
        for (int part = (set - 1) & set; part != 0; part = (part - 1) & set) {
            if ((part & low) == 0) {
                continue;
            }
            JoinTree a = best[part];
            JoinTree b = best[set & ~part];
            if (a == null || b == null || !(problem.connected(part, set & ~part) || wholeComponents(part, set & ~part))) {
                continue;
            }
            // One estimate a set, whatever the split: the largest met first keeps the comparison fair
            double estimate = problem.innerRows(a.leaves(), a.rows(), b.leaves(), b.rows());
            rows = rows < 0 ? estimate : Math.min(rows, estimate);
            keep(set, JoinTree.inner(a, b, estimate));
        }
    }

    private void hangingLeaves(int set) {
        for (int i = 0; i < count; i++) {
            int bit = 1 << i;
            if ((set & bit) == 0 || !problem.hangs(i)) {
                continue;
            }
            JoinTree rest = best[set & ~bit];
            if (rest != null && (problem.required[i] & ~(set & ~bit)) == 0) {
                double rows = problem.hangingRows(rest.leaves(), rest.rows(), i);
                keep(set, JoinTree.hanging(rest, JoinTree.leaf(i, problem.estimate(i).rows()), rows));
            }
        }
    }

    private void keep(int set, JoinTree candidate) {
        if (best[set] == null || candidate.cost() < best[set].cost()) {
            best[set] = candidate;
        }
    }

    private boolean wholeComponents(int a, int b) {
        return isWhole(a) && isWhole(b);
    }

    private boolean isWhole(int set) {
        for (long component : components) {
            long common = component & set;
            if (common != 0 && common != component) {
                return false;
            }
        }
        return true;
    }

    /** Sets of standing leaves that conditions connect. */
    private long[] components() {
        long[] of = new long[count];
        for (int i = 0; i < count; i++) {
            of[i] = problem.hangs(i) ? 0 : 1L << i;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < count; i++) {
                for (int j = i + 1; j < count; j++) {
                    if (of[i] != 0 && of[j] != 0 && of[i] != of[j] && problem.connected(of[i], of[j])) {
                        long both = of[i] | of[j];
                        for (int k = 0; k < count; k++) {
                            of[k] = (of[k] & both) != 0 ? both : of[k];
                        }
                        changed = true;
                    }
                }
            }
        }
        return java.util.Arrays.stream(of).filter(c -> c != 0).distinct().toArray();
    }
}
