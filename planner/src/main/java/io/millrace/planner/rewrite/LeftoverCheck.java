package io.millrace.planner.rewrite;

import io.millrace.planner.relation.Correlations;
import io.millrace.planner.relation.Refusals;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Refuses what subquery removal and decorrelation have not got rid of, rather than let it be lowered to something wrong. */
final class LeftoverCheck {
    private LeftoverCheck() {}

    static RelNode apply(RelNode root) {
        if (!Correlations.free(root).isEmpty()) {
            throw Refusals.unsupported("this form of correlated subquery");
        }
        check(root);
        return root;
    }

    private static void check(RelNode node) {
        node.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subquery) {
                throw Refusals.unsupported("a subquery in this place");
            }
        });
        node.getInputs().forEach(LeftoverCheck::check);
    }
}
