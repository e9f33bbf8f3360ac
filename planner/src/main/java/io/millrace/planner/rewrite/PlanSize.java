package io.millrace.planner.rewrite;

import io.millrace.planner.error.PlanningErrors;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.calcite.rel.RelNode;

/**
 * Refuses plans that are too large. Decorrelation puts the rows that a subquery is evaluated for into several places of it, so that a plan grows by a
 * factor a level of correlation; as nodes are shared it is small in memory, until passes that take it for a tree copy it.
 */
final class PlanSize {
    /** Nodes of a plan, each counted as often as it is reached. */
    private static final double NODES_MAX = 10_000;

    private PlanSize() {}

    /** STATEMENT_TOO_COMPLEX if the plan is too large, else the plan. */
    static RelNode check(RelNode root) {
        if (nodes(root, new IdentityHashMap<>()) > NODES_MAX) {
            throw PlanningErrors.tooComplex();
        }
        return root;
    }

    private static double nodes(RelNode node, Map<RelNode, Double> known) {
        Double before = known.get(node);
        if (before != null) {
            return before;
        }
        double nodes = 1;
        for (RelNode input : node.getInputs()) {
            nodes += nodes(input, known);
        }
        known.put(node, nodes);
        return nodes;
    }
}
