package io.millrace.planner.validate;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A comparison with some or all elements of an array:
 *
 * <pre>
 * x = ANY (ARRAY[a, b])       x IN (a, b)
 * x &lt; ANY (ARRAY[a, b])       x &lt; a OR x &lt; b
 * x &lt; ALL (ARRAY[a, b])       x &lt; a AND x &lt; b
 * x = ANY (array)             array_contains(array, x)
 * x &lt;&gt; ALL (array)            NOT array_contains(array, x)
 * x &lt; ANY (array)             x &lt; ANY (SELECT * FROM UNNEST(array) AS $elements)
 * </pre>
 */
final class QuantifiedArray {
    private QuantifiedArray() {}

    static SqlNode rewrite(SqlCall call) {
        if (!(call.getOperator() instanceof SqlQuantifyOperator quantifier)) {
            return call;
        }
        SqlNode right = call.operand(1) instanceof SqlNodeList list && list.size() == 1 ? list.get(0) : call.operand(1);
        if (right.getKind().belongsTo(SqlKind.QUERY) || call.operand(1) instanceof SqlNodeList list && list.size() != 1) {
            return call;
        }
        if (right.getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
            return ofArray(call, quantifier, right);
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

    private static SqlNode ofArray(SqlCall call, SqlQuantifyOperator quantifier, SqlNode array) {
        SqlParserPos position = call.getParserPosition();
        boolean some = quantifier.kind == SqlKind.SOME;
        if (some && quantifier.comparisonKind == SqlKind.EQUALS || !some && quantifier.comparisonKind == SqlKind.NOT_EQUALS) {
            SqlNode contains = FunctionSyntax.call("array_contains", position, array, call.operand(0));
            return some ? contains : SqlStdOperatorTable.NOT.createCall(position, contains);
        }
        SqlNode unnest = SqlStdOperatorTable.AS.createCall(position, SqlStdOperatorTable.UNNEST.createCall(position, array),
                new SqlIdentifier("$elements", position));
        SqlSelect elements =
                new SqlSelect(position, null, SqlNodeList.of(SqlIdentifier.star(position)), unnest, null, null, null, null, null,
                        null, null, null, null);
        return call.getOperator().createCall(position, call.operand(0), elements);
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
