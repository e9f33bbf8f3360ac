package io.millrace.planner.validate;

import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Other engines' aggregates, written out:
 *
 * <pre>
 * count_if(c)               COUNT(*) FILTER (WHERE c)
 * geometric_mean(x)         exp(AVG(ln(x)))
 * median(x)                 percentile_cont(0.5) WITHIN GROUP (ORDER BY x)
 * quantile_cont(x, q)       percentile_cont(q) WITHIN GROUP (ORDER BY x)
 * quantile_disc(x, q)       percentile_disc(q) WITHIN GROUP (ORDER BY x)
 * </pre>
 */
final class AggregateSyntax {
    private AggregateSyntax() {}

    static SqlNode rewrite(SqlCall call) {
        String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
        int arguments = name.startsWith("quantile") ? 2 : 1;
        if (!(call.getOperator() instanceof SqlFunction) || call.operandCount() != arguments || call.getFunctionQuantifier() != null) {
            return call;
        }
        SqlParserPos at = call.getParserPosition();
        SqlNode value = call.operand(0);
        return switch (name) {
            case "geometric_mean" -> FunctionSyntax.call("exp", at,
                    SqlStdOperatorTable.AVG.createCall(at, FunctionSyntax.call("ln", at, value)));
            case "median" -> percentile("percentile_cont", SqlLiteral.createExactNumeric("0.5", at), value, at);
            case "quantile_cont" -> percentile("percentile_cont", call.operand(1), value, at);
            case "quantile_disc" -> percentile("percentile_disc", call.operand(1), value, at);
            default -> SqlStdOperatorTable.FILTER.createCall(at, SqlStdOperatorTable.COUNT.createCall(at, SqlIdentifier.star(at)), value);
        };
    }

    private static SqlNode percentile(String name, SqlNode fraction, SqlNode value, SqlParserPos at) {
        return SqlStdOperatorTable.WITHIN_GROUP.createCall(at, FunctionSyntax.call(name, at, fraction), SqlNodeList.of(value));
    }
}
