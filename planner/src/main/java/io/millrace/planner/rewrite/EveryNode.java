package io.millrace.planner.rewrite;

import io.millrace.planner.cancel.Cancellation;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** A change made to each node of a query, those of its subqueries too, inputs first. It keeps the node's columns and their types. */
final class EveryNode {
    private EveryNode() {}

    static RelNode change(RelNode node, UnaryOperator<RelNode> change) {
        Cancellation.check();
        List<RelNode> inputs = node.getInputs().stream().map(input -> change(input, change)).toList();
        RelNode same = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
        RelNode whole = same.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subquery) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subquery);
                RelNode changed = change(visited.rel, change);
                return changed == visited.rel ? visited : visited.clone(changed);
            }
        });
        return change.apply(whole);
    }
}
