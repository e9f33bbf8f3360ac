package io.millrace.planner.join;

import io.millrace.planner.relation.SubqueryJoin;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexNode;

/** Joins by kind: Calcite's own where it has the kind. */
final class HangingJoins {
    private HangingJoins() {}

    static RelNode create(RelNode left, RelNode right, SubqueryJoin.Kind kind, RexNode condition) {
        return switch (kind) {
            case INNER -> join(left, right, condition, JoinRelType.INNER);
            case LEFT -> join(left, right, condition, JoinRelType.LEFT);
            case SEMI -> join(left, right, condition, JoinRelType.SEMI);
            case ANTI -> join(left, right, condition, JoinRelType.ANTI);
            case NULL_AWARE_ANTI, MARK -> SubqueryJoin.create(left, right, kind, condition, Set.of());
        };
    }

    private static RelNode join(RelNode left, RelNode right, RexNode condition, JoinRelType type) {
        return LogicalJoin.create(left, right, List.of(), condition, Set.of(), type);
    }
}
