package io.millrace.planner.join;

import io.millrace.planner.cancel.Cancellation;
import java.util.ArrayList;
import java.util.List;

/** For many leaves: again and again the join with the fewest resulting rows (greedy operator ordering), cross products only if nothing else is left. */
final class GreedyOrder {
    private final JoinProblem problem;

    GreedyOrder(JoinProblem problem) {
        this.problem = problem;
    }

    JoinTree find() {
        List<JoinTree> trees = new ArrayList<>();
        List<Integer> hanging = new ArrayList<>();
        for (int i = 0; i < problem.leaves.size(); i++) {
            if (problem.hangs(i)) {
                hanging.add(i);
            } else {
                trees.add(JoinTree.leaf(i, problem.estimate(i).rows()));
            }
        }
        while (trees.size() > 1 || !hanging.isEmpty()) {
            if (!hang(trees, hanging)) {
                join(trees, !trees.stream().anyMatch(a -> trees.stream().anyMatch(b -> connected(a, b))));
            }
        }
        return trees.get(0);
    }

    private boolean connected(JoinTree a, JoinTree b) {
        return a != b && problem.connected(a.leaves(), b.leaves());
    }

    /** Joins a hanging leaf as soon as it does not make more rows, or when nothing else is left to do. */
    private boolean hang(List<JoinTree> trees, List<Integer> hanging) {
        for (int leaf : hanging) {
            for (int t = 0; t < trees.size(); t++) {
                JoinTree tree = trees.get(t);
                boolean last = trees.size() == 1;
                if ((problem.required[leaf] & ~tree.leaves()) == 0) {
                    double rows = problem.hangingRows(tree.leaves(), tree.rows(), leaf);
                    if (last || rows < tree.rows() * 0.5) {
                        trees.set(t, JoinTree.hanging(tree, JoinTree.leaf(leaf, problem.estimate(leaf).rows()), rows));
                        hanging.remove((Integer) leaf);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void join(List<JoinTree> trees, boolean crossProducts) {
        JoinTree bestA = null;
        JoinTree bestB = null;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < trees.size(); i++) {
            Cancellation.check();
            for (int j = i + 1; j < trees.size(); j++) {
                JoinTree a = trees.get(i);
                JoinTree b = trees.get(j);
                if (crossProducts || connected(a, b)) {
                    double rows = problem.innerRows(a.leaves(), a.rows(), b.leaves(), b.rows());
                    if (rows < least) {
                        least = rows;
                        bestA = a;
                        bestB = b;
                    }
                }
            }
        }
        trees.remove(bestA);
        trees.remove(bestB);
        trees.add(JoinTree.inner(bestA, bestB, least));
    }
}
