package io.millrace.planner.validate;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * OVERLAPS: two periods have a point in time in common, each from its earlier bound up to the later one without it; a period of no length is its one point.
 * The second bound may be an interval.
 *
 * <pre>
 * (a, b) OVERLAPS (c, d)      s = t OR s &gt; t AND s &lt; u OR s &lt; t AND t &lt; e
 *                             where s, e are the lesser and the greater of a, b, and t, u of c, d
 * </pre>
 */
final class Periods {
    private Periods() {}

    static SqlNode overlaps(SqlCall call) {
        if (call.operandCount() != 2 || !isPair(call.operand(0)) || !isPair(call.operand(1))) {
            return call;
        }
        SqlParserPos at = call.getParserPosition();
        List<SqlNode> left = bounds(call.operand(0));
        List<SqlNode> right = bounds(call.operand(1));
        SqlNode start = lesser(left, at);
        SqlNode end = greater(left, at);
        SqlNode otherStart = lesser(right, at);
        SqlNode otherEnd = greater(right, at);
        SqlNode later = and(at, compare(SqlStdOperatorTable.GREATER_THAN, start, otherStart, at),
                compare(SqlStdOperatorTable.LESS_THAN, start, otherEnd, at));
        SqlNode earlier = and(at, compare(SqlStdOperatorTable.LESS_THAN, start, otherStart, at),
                compare(SqlStdOperatorTable.LESS_THAN, otherStart, end, at));
        return SqlStdOperatorTable.OR.createCall(at, SqlStdOperatorTable.OR.createCall(at,
                compare(SqlStdOperatorTable.EQUALS, start, otherStart, at), later), earlier);
    }

    private static boolean isPair(SqlNode node) {
        return node.getKind() == SqlKind.ROW && ((SqlCall) node).operandCount() == 2;
    }

    private static List<SqlNode> bounds(SqlCall pair) {
        SqlNode first = pair.operand(0);
        SqlNode second = pair.operand(1);
        boolean length = second instanceof SqlIntervalLiteral;
        return List.of(first, length ? SqlStdOperatorTable.PLUS.createCall(second.getParserPosition(), copy(first), second) : second);
    }

    private static SqlNode lesser(List<SqlNode> bounds, SqlParserPos at) {
        return choose(bounds.get(0), bounds.get(1), at);
    }

    private static SqlNode greater(List<SqlNode> bounds, SqlParserPos at) {
        SqlNode ordered = compare(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, bounds.get(0), bounds.get(1), at);
        return new SqlCase(at, null, SqlNodeList.of(ordered), SqlNodeList.of(copy(bounds.get(1))), copy(bounds.get(0)));
    }

    private static SqlNode choose(SqlNode one, SqlNode other, SqlParserPos at) {
        SqlNode ordered = compare(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, one, other, at);
        return new SqlCase(at, null, SqlNodeList.of(ordered), SqlNodeList.of(copy(one)), copy(other));
    }

    private static SqlNode compare(SqlOperator operator, SqlNode left, SqlNode right, SqlParserPos at) {
        return operator.createCall(at, copy(left), copy(right));
    }

    private static SqlNode and(SqlParserPos at, SqlNode left, SqlNode right) {
        return SqlStdOperatorTable.AND.createCall(at, left, right);
    }

    /** A copy whose calls are other ones, so that the validator may write into both. */
    static SqlNode copy(SqlNode node) {
        return node instanceof SqlCall call
                ? call.getOperator().createCall(call.getFunctionQuantifier(), call.getParserPosition(),
                        call.getOperandList().stream().map(o -> o == null ? null : o instanceof SqlNodeList list ? copies(list) : copy(o))
                                .toArray(SqlNode[]::new))
                : SqlNode.clone(node);
    }

    private static SqlNode copies(SqlNodeList list) {
        return new SqlNodeList(list.stream().map(Periods::copy).toList(), list.getParserPosition());
    }
}
