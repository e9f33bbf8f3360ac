package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code FETCH FIRST n ROWS WITH TIES}, by ranks:
 *
 * <pre>
 * q ORDER BY o OFFSET m FETCH FIRST n ROWS WITH TIES   →   q QUALIFY RANK() OVER (ORDER BY o) &lt;= m + n ORDER BY o OFFSET m
 * </pre>
 */
public final class FetchTies {
    private static final SqlOperator MARK = new SqlSpecialOperator("WITH TIES", SqlKind.OTHER);

    private FetchTies() {}

    /** Marks a count; {@link #rewrite} takes the mark away again. */
    public static SqlNode mark(SqlNode count) {
        return MARK.createCall(count.getParserPosition(), count);
    }

    /** The query without the mark, or itself if there is none. */
    static SqlOrderBy rewrite(SqlOrderBy order) {
        if (!(order.fetch instanceof SqlBasicCall marked && marked.getOperator() == MARK)) {
            return order;
        }
        SqlParserPos position = marked.getParserPosition();
        if (order.orderList.isEmpty()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "WITH TIES needs an ORDER BY")
                    .at(new SourcePosition(position.getLineNum(), position.getColumnNum()));
        }
        SqlNode most =
                order.offset == null ? marked.operand(0) : SqlStdOperatorTable.PLUS.createCall(position, order.offset, marked.operand(0));
        SqlSelect select =
                order.query instanceof SqlSelect plain && !plain.isDistinct() && !hasStar(plain) ? plain : around(order.query, position);
        SqlNodeList keys = QueryRewrite.resolveItems(order.orderList, select.getSelectList());
        SqlWindow window = SqlWindow.create(null, null, SqlNodeList.EMPTY, keys, SqlLiteral.createBoolean(false, position), null, null,
                null, position);
        SqlNode rank = SqlStdOperatorTable.OVER.createCall(position, SqlStdOperatorTable.RANK.createCall(position), window);
        SqlNode among = SqlStdOperatorTable.LESS_THAN_OR_EQUAL.createCall(position, rank, most);
        select.setQualify(select.getQualify() == null ? among : SqlStdOperatorTable.AND.createCall(position, select.getQualify(), among));
        return new SqlOrderBy(order.getParserPosition(), select, order.orderList, order.offset, null);
    }

    private static boolean hasStar(SqlSelect select) {
        return select.getSelectList().stream().anyMatch(item -> item instanceof SqlIdentifier name && name.isStar());
    }

    private static SqlSelect around(SqlNode query, SqlParserPos position) {
        SqlNode from = SqlStdOperatorTable.AS.createCall(position, query, new SqlIdentifier("$ties", position));
        return new SqlSelect(position, null, new SqlNodeList(List.of(SqlIdentifier.star(position)), position), from, null, null, null, null,
                null, null,
                null, null, null);
    }
}
