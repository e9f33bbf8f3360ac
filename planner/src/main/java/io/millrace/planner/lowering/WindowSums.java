package io.millrace.planner.lowering;

import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/**
 * Calcite's converter takes a windowed SUM apart; ours gives NULL of no rows by itself:
 * <pre>
 * CASE WHEN COUNT(x) OVER w &gt; 0 THEN $SUM0(x) OVER w ELSE NULL END   becomes   $SUM0(x) OVER w, lowered as SUM
 * </pre>
 */
final class WindowSums {
    private WindowSums() {}

    static RexNode restore(RexNode expression) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                List<RexNode> operands = call.getOperands();
                if (call.isA(SqlKind.CASE) && operands.size() == 3 && isNull(operands.get(2)) && counts(operands.get(0))) {
                    RexNode value = operands.get(1);
                    return value instanceof RexOver ? value : super.visitCall(call);
                }
                return super.visitCall(call);
            }
        });
    }

    private static boolean isNull(RexNode node) {
        return node.isA(SqlKind.CAST) && isNull(((RexCall) node).getOperands().get(0)) || RexLiteral.isNullLiteral(node);
    }

    private static boolean counts(RexNode node) {
        return node.isA(SqlKind.GREATER_THAN)
                && ((RexCall) node).getOperands().get(0) instanceof RexOver over
                && over.getAggOperator().getKind() == SqlKind.COUNT
                && over.getWindow() != null;
    }
}
