package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.planner.table.WindowFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The forms in which a call of a window table function may be written, as the one form that {@link WindowFunctions} know: data, time column, keys,
 * intervals, by position.
 *
 * <pre>
 * TUMBLE(t, DESCRIPTOR(ts), …)                                       TUMBLE((SELECT * FROM t), DESCRIPTOR(ts), …)
 * TUMBLE((SELECT … UNION ALL SELECT …), DESCRIPTOR(ts), …)           TUMBLE((SELECT * FROM (SELECT … UNION ALL SELECT …) AS data), DESCRIPTOR(ts), …)
 * TUMBLE(t, ts, …)                                                   TUMBLE(t, DESCRIPTOR(ts), …)
 * SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), …)                 SESSION(t, DESCRIPTOR(ts), DESCRIPTOR(k), …)
 * HOP(DATA => TABLE t, TIMECOL => …, SIZE => i, SLIDE => j)          HOP(t, …, j, i)
 * </pre>
 */
final class WindowTableSyntax {
    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "tumble", List.of("data", "timecol", "size", "offset"),
            "hop", List.of("data", "timecol", "slide", "size", "offset"),
            "cumulate", List.of("data", "timecol", "step", "size", "offset"),
            "session", List.of("data", "timecol", "key", "gap"));
    private static final int DATA = 0;
    private static final int TIME = 1;

    private WindowTableSyntax() {}

    /** {@code name} in lower case, one of the window functions. */
    static SqlCall positional(SqlBasicCall function, String name) {
        List<SqlNode> operands = byPosition(function, name);
        if (!operands.isEmpty() && operands.get(DATA).getKind() == SqlKind.SET_SEMANTICS_TABLE) {
            SqlCall semantics = (SqlCall) operands.get(DATA);
            operands.set(DATA, semantics.operand(0));
            SqlNodeList keys = semantics.operand(1);
            if (!keys.isEmpty() && operands.size() > 1) {
                operands.add(2, SqlStdOperatorTable.DESCRIPTOR.createCall(keys.getParserPosition(), keys.getList()));
            }
        }
        if (!operands.isEmpty() && operands.get(DATA) instanceof SqlIdentifier data) {
            operands.set(DATA, allOf(data));
        } else if (!operands.isEmpty() && !(operands.get(DATA) instanceof SqlSelect) && operands.get(DATA).isA(SqlKind.QUERY)) {
            SqlParserPos position = operands.get(DATA).getParserPosition();
            operands.set(DATA, allOf(SqlStdOperatorTable.AS.createCall(position, operands.get(DATA), new SqlIdentifier("data", position))));
        }
        if (operands.size() > TIME && operands.get(TIME) instanceof SqlIdentifier column) {
            operands.set(TIME, SqlStdOperatorTable.DESCRIPTOR.createCall(column.getParserPosition(), column));
        }
        return new SqlBasicCall(WindowFunctions.of(name), operands, function.getParserPosition());
    }

    /** {@code SELECT * FROM item}. */
    static SqlSelect allOf(SqlNode item) {
        SqlParserPos position = item.getParserPosition();
        return new SqlSelect(position, null, SqlNodeList.of(SqlIdentifier.star(position)), item, null, null, null, null, null, null, null,
                null, null);
    }

    private static List<SqlNode> byPosition(SqlBasicCall function, String name) {
        List<String> parameters = PARAMETERS.get(name);
        List<SqlNode> positional = new ArrayList<>();
        Map<Integer, SqlNode> named = new TreeMap<>();
        for (SqlNode operand : function.getOperandList()) {
            if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                SqlIdentifier parameter = ((SqlCall) operand).operand(1);
                int position = parameters.indexOf(parameter.getSimple().toLowerCase(Locale.ROOT));
                if (position < positional.size() || named.putIfAbsent(position, ((SqlCall) operand).operand(0)) != null) {
                    throw Positions.at(new MillraceException(ErrorCode.INVALID_PARAMETER,
                            name + " takes each of " + String.join(", ", parameters) + " once, found " + parameter), operand);
                }
            } else if (named.isEmpty()) {
                positional.add(operand);
            } else {
                throw Positions.at(
                        new MillraceException(ErrorCode.INVALID_PARAMETER, "arguments by position stand before those by name"), operand);
            }
        }
        positional.addAll(named.values());
        return positional;
    }
}
