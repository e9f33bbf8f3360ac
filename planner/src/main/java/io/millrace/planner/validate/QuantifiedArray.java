package io.millrace.planner.validate;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A comparison with some or all elements of an array that is written out:
 *
 * <pre>
 * x = ANY (ARRAY[a, b])       x IN (a, b)
 * x &lt; ANY (ARRAY[a, b])       x &lt; a OR x &lt; b
 * x &lt; ALL (ARRAY[a, b])       x &lt; a AND x &lt; b
 * </pre>
 */
final class QuantifiedArray {
    private QuantifiedArray() {}

    static SqlNode rewrite(SqlCall call) {
        if (!(call.getOperator() instanceof SqlQuantifyOperator quantifier)) {
            return call;
        }
        SqlNode right = call.operand(1) instanceof SqlNodeList list && list.size() == 1 ? list.get(0) : call.operand(1);
        if (right.getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
            return call;
        }
        List<SqlNode> elements = ((SqlCall) right).getOperandList();
        SqlParserPos position = call.getParserPosition();
        if (quantifier.kind == SqlKind.SOME && quantifier.comparisonKind == SqlKind.EQUALS) {
            return SqlStdOperatorTable.IN.createCall(position, call.operand(0), new SqlNodeList(elements, right.getParserPosition()));
        }
        SqlOperator comparison = comparison(quantifier.comparisonKind);
        SqlOperator together = quantifier.kind == SqlKind.SOME ? SqlStdOperatorTable.OR : SqlStdOperatorTable.AND;
        SqlNode result = null;
        for (SqlNode element : elements) {
            SqlNode one = comparison.createCall(position, SqlNode.clone(call.operand(0)), element);
            result = result == null ? one : together.createCall(position, result, one);
        }
        return result == null ? call : result;
    }

    private static SqlOperator comparison(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> SqlStdOperatorTable.EQUALS;
            case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
            case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            case GREATER_THAN_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
            default -> throw new AssertionError("not a comparison: " + kind);
        };
    }
}
