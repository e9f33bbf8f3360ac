package io.millrace.planner.rewrite;

import io.millrace.planner.relation.Casts;
import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Correlations;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Finds, in a filter of a dependent right side, an expression of its input that equals each value of the domain. */
final class DomainEqualities {
    private DomainEqualities() {}

    /** One expression an item, with the conjuncts not used put into {@code rest}; null if an item has none. */
    static List<RexNode> find(Filter filter, RelNode left, Set<CorrelationId> variables, List<RexNode> items, List<RexNode> rest) {
        RexNode[] values = new RexNode[items.size()];
        for (RexNode part : Conditions.conjuncts(filter.getCondition())) {
            if (!(part.isA(SqlKind.EQUALS) && use((RexCall) part, filter, left, variables, items, values))) {
                rest.add(part);
            }
        }
        return Arrays.stream(values).allMatch(v -> v != null) ? List.of(values) : null;
    }

    private static boolean use(RexCall equality, Filter filter, RelNode left, Set<CorrelationId> variables, List<RexNode> items,
            RexNode[] values) {
        for (int side = 0; side < 2; side++) {
            RexNode value = equality.operands.get(1 - side);
            RexNode item = DomainItems.item(equality.operands.get(side), left, variables);
            int index = items.indexOf(item);
            boolean sameType =
                    item != null && Casts.sameType(filter.getCluster().getRexBuilder(), item.getType(), value.getType());
            if (index >= 0 && values[index] == null && sameType && !Correlations.refers(value, variables)) {
                values[index] = value;
                return true;
            }
        }
        return false;
    }
}
