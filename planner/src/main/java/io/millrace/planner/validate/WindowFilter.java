package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * FILTER of a window function, which Calcite lacks, for aggregates that pass over NULLs:
 *
 * <pre>
 * SUM(x) FILTER (WHERE c) OVER w      SUM(CASE WHEN c THEN x END) OVER w
 * COUNT(*) FILTER (WHERE c) OVER w    COUNT(CASE WHEN c THEN 1 END) OVER w
 * </pre>
 */
final class WindowFilter {
    private static final Set<String> PASS_OVER_NULLS = Set.of(
            "sum", "count", "avg", "min", "max", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp", "bool_and",
            "bool_or",
            "every", "bit_and", "bit_or", "bit_xor", "string_agg", "corr", "covar_pop", "covar_samp");

    private WindowFilter() {}

    static SqlNode rewrite(SqlCall over) {
        if (over.operand(0).getKind() != SqlKind.FILTER) {
            return over;
        }
        SqlCall filter = over.operand(0);
        SqlCall aggregate = filter.operand(0);
        SqlParserPos position = filter.getParserPosition();
        if (!PASS_OVER_NULLS.contains(aggregate.getOperator().getName().toLowerCase(Locale.ROOT))) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "FILTER of the window function " + aggregate.getOperator().getName().toLowerCase(Locale.ROOT))
                    .at(new SourcePosition(position.getLineNum(), position.getColumnNum()));
        }
        List<SqlNode> arguments = new ArrayList<>(aggregate.getOperandList());
        boolean star = arguments.get(0) instanceof SqlIdentifier name && name.isStar();
        SqlNode value = star ? SqlLiteral.createExactNumeric("1", position) : arguments.get(0);
        arguments.set(0, new SqlCase(position, null, new SqlNodeList(List.of(filter.operand(1)), position),
                new SqlNodeList(List.of(value), position), SqlLiteral.createNull(position)));
        SqlNode filtered = aggregate.getOperator().createCall(aggregate.getFunctionQuantifier(), aggregate.getParserPosition(), arguments);
        over.setOperand(0, filtered);
        return over;
    }
}
