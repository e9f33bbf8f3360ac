package io.millrace.planner.rewrite;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Correlations;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/** The values of the left row that a dependent right side asks for: its columns, or casts of them (so that a comparison of different types is still an equality). */
final class DomainItems {
    private DomainItems() {}

    /** Expressions over the left row, each once. */
    static List<RexNode> of(RelNode right, RelNode left, Set<CorrelationId> variables) {
        Set<RexNode> items = new LinkedHashSet<>();
        collect(right, new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexNode item = item(call, left, variables);
                if (item == null) {
                    return super.visitCall(call);
                }
                items.add(item);
                return call;
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                RexNode item = item(access, left, variables);
                if (item == null) {
                    return super.visitFieldAccess(access);
                }
                items.add(item);
                return access;
            }
        });
        return new ArrayList<>(items);
    }

    private static void collect(RelNode node, RexShuttle collector) {
        node.accept(collector);
        node.getInputs().forEach(input -> collect(input, collector));
    }

    /** The item that an expression of the right side stands for, or null. */
    static RexNode item(RexNode expression, RelNode left, Set<CorrelationId> variables) {
        if (expression instanceof RexFieldAccess access
                && access.getReferenceExpr() instanceof RexCorrelVariable variable
                && variables.contains(variable.id)) {
            return Conditions.column(left, access.getField().getIndex());
        }
        if (expression.isA(SqlKind.CAST) && ((RexCall) expression).operands.get(0) instanceof RexFieldAccess operand) {
            RexNode item = item(operand, left, variables);
            return item == null ? null : Correlations.replace(expression, variables, (id, field) -> Conditions.column(left, field));
        }
        return null;
    }

    /** An expression of the right side with items replaced: item {@code i} by {@code columns.get(i)}. */
    static RexNode replace(RexNode expression, RelNode left, Set<CorrelationId> variables, List<RexNode> items, List<RexNode> columns) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexNode item = item(call, left, variables);
                return item == null ? super.visitCall(call) : columns.get(items.indexOf(item));
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                RexNode item = item(access, left, variables);
                return item == null ? super.visitFieldAccess(access) : columns.get(items.indexOf(item));
            }
        });
    }
}
