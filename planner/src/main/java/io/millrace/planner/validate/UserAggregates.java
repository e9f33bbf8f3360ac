package io.millrace.planner.validate;

import io.millrace.common.catalog.ObjectName;
import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.function.OperatorTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Users' aggregates become functions of the array of what they aggregate, so that groups, windows, filters and views are those of ARRAY_AGG:
 *
 * <pre>
 * f(x)                              f(ARRAY_AGG(x))
 * f(DISTINCT x, y)                  f(ARRAY_AGG(DISTINCT ROW(x, y)))
 * f(x) FILTER (WHERE c) OVER w      f(ARRAY_AGG(x) FILTER (WHERE c) OVER w)
 * </pre>
 */
final class UserAggregates {
    private UserAggregates() {}

    /** The call with what it becomes in its place; itself if it is no such call. */
    static SqlNode rewrite(SqlCall call, CatalogReader reader) {
        SqlKind kind = call.getKind();
        boolean wraps = kind == SqlKind.FILTER || kind == SqlKind.WITHIN_GROUP || kind == SqlKind.OVER;
        if (wraps && call.operand(0) instanceof SqlBasicCall aggregate && isOne(aggregate, reader)) {
            SqlNode array = aggregate.operand(0);
            call.setOperand(0, array);
            return new SqlBasicCall(aggregate.getOperator(), List.of(FunctionSyntax.rewrite(call)), call.getParserPosition());
        }
        if (call instanceof SqlBasicCall aggregate && isOne(aggregate, reader)) {
            return new SqlBasicCall(aggregate.getOperator(), List.of(array(aggregate)), call.getParserPosition());
        }
        return call;
    }

    private static boolean isOne(SqlBasicCall call, CatalogReader reader) {
        if (!(call.getOperator() instanceof SqlUnresolvedFunction function) || function instanceof OperatorCall) {
            return false;
        }
        SqlIdentifier name = function.getNameAsId();
        return name.names.size() <= 2 && reader.catalog().view()
                .function(new ObjectName(name.names.size() == 1 ? reader.searchSchema() : name.names.get(0), name.names.getLast()))
                .filter(found -> found.aggregate()).isPresent();
    }

    private static SqlNode array(SqlBasicCall call) {
        SqlParserPos position = call.getParserPosition();
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        SqlNodeList order = !operands.isEmpty() && operands.getLast() instanceof SqlNodeList list ? list : null;
        if (order != null) {
            operands.removeLast();
        }
        SqlNode element = switch (operands.size()) {
            case 0 -> SqlLiteral.createBoolean(true, position);
            case 1 -> operands.get(0);
            default -> SqlStdOperatorTable.ROW.createCall(position, operands);
        };
        SqlOperator arrayAgg = OperatorTable.INSTANCE.function("array_agg").orElseThrow();
        SqlNode array = new SqlBasicCall(arrayAgg, List.of(element), position, call.getFunctionQuantifier());
        return order == null ? array : SqlStdOperatorTable.WITHIN_GROUP.createCall(position, array, order);
    }
}
