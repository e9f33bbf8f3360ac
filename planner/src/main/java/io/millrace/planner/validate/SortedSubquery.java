package io.millrace.planner.validate;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;

/**
 * The first rows of a sorted subquery are those that its order puts first, as in PostgreSQL, though the standard promises none:
 *
 * <pre>
 * SELECT a FROM (SELECT … ORDER BY k) AS t LIMIT 3      SELECT a FROM (SELECT … ORDER BY k LIMIT 3) AS t
 * </pre>
 */
final class SortedSubquery {
    private SortedSubquery() {}

    /** Whether the limit may go inside: the query around it gives one row for each row of the subquery. */
    private static boolean isPlain(SqlSelect select) {
        return !select.isDistinct() && select.getWhere() == null && select.getGroup() == null && select.getHaving() == null
                && select.getQualify() == null && select.getSelectList().stream().noneMatch(SortedSubquery::changesRows);
    }

    private static boolean changesRows(SqlNode item) {
        return SetReturning.contains(item) || SetReturning.aggregates(item);
    }

    static SqlNode rewrite(SqlOrderBy limited) {
        if (!limited.orderList.isEmpty() || !(limited.query instanceof SqlSelect select) || !isPlain(select)) {
            return limited;
        }
        SqlNode from = select.getFrom();
        boolean aliased = from != null && from.getKind() == SqlKind.AS;
        if (!aliased || !(((SqlCall) from).operand(0) instanceof SqlOrderBy sorted) || sorted.fetch != null || sorted.offset != null) {
            return limited;
        }
        SqlNodeList order = sorted.orderList;
        ((SqlCall) from).setOperand(0, new SqlOrderBy(sorted.getParserPosition(), sorted.query, order, limited.offset, limited.fetch));
        return select;
    }
}
