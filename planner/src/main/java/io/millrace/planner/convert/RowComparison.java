package io.millrace.planner.convert;

import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * Rows that are written out compare by their fields, and a NULL field makes the answer NULL unless an earlier one decides:
 *
 * <pre>
 * (a, b) = (c, d)       a = c AND b = d
 * (a, b) &lt;&gt; (c, d)      a &lt;&gt; c OR b &lt;&gt; d
 * (a, b) &lt; (c, d)       a &lt; c OR a = c AND b &lt; d
 * </pre>
 */
final class RowComparison {
    private RowComparison() {}

    static boolean applies(SqlCall call) {
        boolean comparison = switch (call.getKind()) {
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> call.operandCount() == 2;
            default -> false;
        };
        return comparison && width(call.operand(0)) > 0 && width(call.operand(0)) == width(call.operand(1));
    }

    private static int width(SqlNode node) {
        return node.getKind() == SqlKind.ROW ? ((SqlCall) node).operandCount() : 0;
    }

    static RexNode convert(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        RexNode left = context.convertExpression(call.operand(0));
        RexNode right = context.convertExpression(call.operand(1));
        if (!(left instanceof RexCall l && l.getKind() == SqlKind.ROW && right instanceof RexCall r && r.getKind() == SqlKind.ROW)) {
            return builder.makeCall(call.getOperator(), left, right);
        }
        List<RexNode> a = l.getOperands();
        List<RexNode> b = r.getOperands();
        int last = a.size() - 1;
        return switch (call.getKind()) {
            case EQUALS -> fold(builder, SqlStdOperatorTable.EQUALS, SqlStdOperatorTable.AND, a, b);
            case NOT_EQUALS -> fold(builder, SqlStdOperatorTable.NOT_EQUALS, SqlStdOperatorTable.OR, a, b);
            default -> {
                boolean less = call.getKind() == SqlKind.LESS_THAN || call.getKind() == SqlKind.LESS_THAN_OR_EQUAL;
                SqlOperator strict = less ? SqlStdOperatorTable.LESS_THAN : SqlStdOperatorTable.GREATER_THAN;
                RexNode result = builder.makeCall(call.getOperator(), a.get(last), b.get(last));
                for (int i = last - 1; i >= 0; i--) {
                    RexNode equal = builder.makeCall(SqlStdOperatorTable.EQUALS, a.get(i), b.get(i));
                    RexNode decided = builder.makeCall(strict, a.get(i), b.get(i));
                    result = builder.makeCall(SqlStdOperatorTable.OR, decided, builder.makeCall(SqlStdOperatorTable.AND, equal, result));
                }
                yield result;
            }
        };
    }

    private static RexNode fold(RexBuilder builder, SqlOperator comparison, SqlOperator together, List<RexNode> a, List<RexNode> b) {
        RexNode result = null;
        for (int i = 0; i < a.size(); i++) {
            RexNode one = builder.makeCall(comparison, a.get(i), b.get(i));
            result = result == null ? one : builder.makeCall(together, result, one);
        }
        return result;
    }
}
