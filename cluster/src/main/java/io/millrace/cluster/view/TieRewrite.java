package io.millrace.cluster.view;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of equal rows are the first is open in batch, as is the order of lists that none was asked for; a view takes equal rows by their remaining columns,
 * and values as they compare. So that both can be compared:
 * <pre>
 * Sort[a, fetch 3](a, b, c)       becomes   Sort[a, b, c, fetch 3](a, b, c)
 * Aggregate[a; ARRAY_AGG(b)]      becomes   Aggregate[a; ARRAY_AGG(b ORDER BY b)]
 * </pre>
 */
final class TieRewrite {
    private TieRewrite() {}

    static PlanNode apply(PlanNode node) {
        PlanNode below = node.withInputs(node.inputs().stream().map(TieRewrite::apply).toList());
        if (below instanceof PlanNode.Aggregate aggregate) {
            return new PlanNode.Aggregate(aggregate.input(), aggregate.keys(), aggregate.groupingSets(),
                    aggregate.calls().stream().map(TieRewrite::ordered).toList(), aggregate.phase(), aggregate.schema());
        }
        return below instanceof PlanNode.Sort sort && !sort.withTies() && (sort.fetch() >= 0 || sort.offset() > 0) ? untied(sort) : below;
    }

    /** Lists without an order are in that of their values. */
    private static AggregateCall ordered(AggregateCall call) {
        boolean list = call.function() == AggregateFunction.ARRAY_AGG || call.function() == AggregateFunction.STRING_AGG;
        if (!list || !call.orderBy().isEmpty() || !(call.arguments().get(0) instanceof Expr.ColumnRef value)) {
            return call;
        }
        return new AggregateCall(call.function(), call.arguments(), call.distinct(), call.filter(),
                List.of(SortKey.ascending(value.index())), call.ignoreNulls(), call.type());
    }

    private static PlanNode untied(PlanNode.Sort sort) {
        List<SortKey> keys = new ArrayList<>(sort.keys());
        for (int c = 0; c < sort.schema().size(); c++) {
            int column = c;
            // Maps have no order.
            if (sort.schema().type(c).kind() != SqlType.Kind.MAP && keys.stream().noneMatch(key -> key.column() == column)) {
                keys.add(SortKey.ascending(c));
            }
        }
        return new PlanNode.Sort(sort.input(), keys, sort.offset(), sort.fetch(), false);
    }
}
