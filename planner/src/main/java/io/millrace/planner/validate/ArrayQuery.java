package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * An array of a query's rows, empty if there are none:
 *
 * <pre>
 * ARRAY(SELECT x FROM t)                 COALESCE((SELECT array_agg(e) FROM (SELECT x FROM t) AS $rows (e)), ARRAY[])
 * ARRAY(SELECT x FROM t ORDER BY k)      COALESCE((SELECT array_agg(e ORDER BY n) FROM
 *                                          (SELECT x, ROW_NUMBER() OVER (ORDER BY k) FROM t ORDER BY k) AS $rows (e, n)), ARRAY[])
 * ARRAY(a UNION b ORDER BY 1)            COALESCE((SELECT array_agg(e ORDER BY e) FROM (a UNION b ORDER BY 1) AS $rows (e)), ARRAY[])
 * </pre>
 */
final class ArrayQuery {
    private static final String ROWS = "$rows";
    private static final String ELEMENT = "$element";
    private static final String NUMBER = "$number";

    private ArrayQuery() {}

    static SqlNode rewrite(SqlCall call) {
        SqlParserPos at = call.getParserPosition();
        SqlNode query = call.operand(0);
        List<SqlNode> columns = new ArrayList<>(List.of(new SqlIdentifier(ELEMENT, at)));
        SqlNodeList order = SqlNodeList.EMPTY;
        if (query instanceof SqlOrderBy ordered && !ordered.orderList.isEmpty()) {
            if (ordered.query instanceof SqlSelect select && !select.isDistinct() && select.getSelectList().size() == 1) {
                SqlNode number = SqlStdOperatorTable.OVER.createCall(at, SqlStdOperatorTable.ROW_NUMBER.createCall(at),
                        SqlWindow.create(null, null, SqlNodeList.EMPTY, keys(ordered.orderList, select),
                                SqlLiteral.createBoolean(false, at),
                                null, null, null, at));
                select.setSelectList(new SqlNodeList(List.of(select.getSelectList().get(0), number), at));
                columns.add(new SqlIdentifier(NUMBER, at));
                order = SqlNodeList.of(new SqlIdentifier(NUMBER, at));
            } else {
                order = SqlNodeList.of(direction(ordered.orderList.get(0), new SqlIdentifier(ELEMENT, at)));
            }
        }
        SqlNode aggregate = FunctionSyntax.call("array_agg", at, new SqlIdentifier(ELEMENT, at));
        if (!order.isEmpty()) {
            aggregate = SqlStdOperatorTable.WITHIN_GROUP.createCall(at, aggregate, order);
        }
        List<SqlNode> named = new ArrayList<>(List.of(query, new SqlIdentifier(ROWS, at)));
        named.addAll(columns);
        SqlSelect all = new SqlSelect(at, null, SqlNodeList.of(aggregate), SqlStdOperatorTable.AS.createCall(at, named), null, null, null,
                null, null, null, null, null, null);
        return FunctionSyntax.call("coalesce", at, SqlStdOperatorTable.SCALAR_QUERY.createCall(at, all), FunctionSyntax.emptyArray(at));
    }

    /** The keys as expressions of the input: 1 and an alias stand for the item. */
    private static SqlNodeList keys(SqlNodeList order, SqlSelect select) {
        SqlNode item = select.getSelectList().get(0);
        SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
        String alias = item.getKind() == SqlKind.AS ? ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple() : null;
        List<SqlNode> keys = new ArrayList<>();
        for (SqlNode key : order) {
            keys.add(resolved(key, value, alias));
        }
        return new SqlNodeList(keys, order.getParserPosition());
    }

    private static SqlNode resolved(SqlNode key, SqlNode value, String alias) {
        if (isDirection(key)) {
            return ((SqlCall) key).getOperator().createCall(key.getParserPosition(), resolved(((SqlCall) key).operand(0), value, alias));
        }
        boolean item = key instanceof SqlLiteral literal && literal.getValue() instanceof java.math.BigDecimal
                || key instanceof SqlIdentifier name && name.isSimple() && name.getSimple().equals(alias);
        return Periods.copy(item ? value : key);
    }

    private static boolean isDirection(SqlNode key) {
        return key.getKind() == SqlKind.DESCENDING || key.getKind() == SqlKind.NULLS_FIRST || key.getKind() == SqlKind.NULLS_LAST;
    }

    /** The direction of a key, of another expression. */
    private static SqlNode direction(SqlNode key, SqlNode of) {
        if (isDirection(key)) {
            return ((SqlCall) key).getOperator().createCall(key.getParserPosition(), direction(((SqlCall) key).operand(0), of));
        }
        if (key.getKind().belongsTo(SqlKind.QUERY)) {
            throw Positions.at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a subquery in the ORDER BY of ARRAY(query)"), key);
        }
        return of;
    }
}
