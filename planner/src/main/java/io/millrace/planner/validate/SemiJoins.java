package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Semi and anti joins are conditions of the rows on their left:
 *
 * <pre>
 * FROM a SEMI JOIN b ON c JOIN d ON e      FROM a JOIN d ON e WHERE EXISTS (SELECT 1 FROM b WHERE c)
 * FROM a ANTI JOIN b USING (k)             FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE a.k = b.k)
 * </pre>
 */
final class SemiJoins {
    private final List<SqlNode> conditions = new ArrayList<>();

    private SemiJoins() {}

    static void rewrite(SqlSelect select) {
        if (!(select.getFrom() instanceof SqlJoin)) {
            return;
        }
        SemiJoins joins = new SemiJoins();
        SqlNode from = joins.withoutThem(select.getFrom(), true);
        if (!joins.conditions.isEmpty()) {
            select.setFrom(from);
            SqlNode where = select.getWhere();
            for (SqlNode condition : joins.conditions) {
                where = where == null ? condition : SqlStdOperatorTable.AND.createCall(condition.getParserPosition(), condition, where);
            }
            select.setWhere(where);
        }
    }

    /** {@code kept}: no join around it adds rows that this one doesn't have. */
    private SqlNode withoutThem(SqlNode from, boolean kept) {
        if (!(from instanceof SqlJoin join)) {
            return from;
        }
        JoinType type = join.getJoinType();
        if (type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN) {
            if (!kept) {
                throw unsupported("a semi or anti join inside of an outer join", join);
            }
            SqlNode exists = exists(join);
            conditions.add(type == JoinType.LEFT_SEMI_JOIN ? exists : SqlStdOperatorTable.NOT.createCall(join.getParserPosition(), exists));
            return withoutThem(join.getLeft(), true);
        }
        boolean inner = type == JoinType.INNER || type == JoinType.CROSS || type == JoinType.COMMA;
        join.setLeft(withoutThem(join.getLeft(), kept && (inner || type == JoinType.LEFT)));
        join.setRight(withoutThem(join.getRight(), kept && (inner || type == JoinType.RIGHT)));
        return join;
    }

    private static SqlNode exists(SqlJoin join) {
        SqlParserPos position = join.getParserPosition();
        if (join.isNatural() || join.getConditionType() == JoinConditionType.NONE) {
            throw unsupported("a semi or anti join without ON or USING", join);
        }
        SqlNode condition = join.getConditionType() == JoinConditionType.ON ? join.getCondition() : using(join);
        SqlNode one = SqlLiteral.createExactNumeric("1", position);
        SqlNode query = new SqlSelect(position, null, SqlNodeList.of(one), join.getRight(), condition, null, null, null, null, null, null,
                null, null);
        return SqlStdOperatorTable.EXISTS.createCall(position, query);
    }

    private static SqlNode using(SqlJoin join) {
        SqlNode all = null;
        for (SqlNode item : (SqlNodeList) join.getCondition()) {
            String column = ((SqlIdentifier) item).getSimple();
            SqlNode equal = SqlStdOperatorTable.EQUALS.createCall(item.getParserPosition(), column(join.getLeft(), column, item),
                    column(join.getRight(), column, item));
            all = all == null ? equal : SqlStdOperatorTable.AND.createCall(item.getParserPosition(), all, equal);
        }
        return all;
    }

    private static SqlNode column(SqlNode table, String column, SqlNode place) {
        SqlNode name = table.getKind() == SqlKind.AS ? ((SqlCall) table).operand(1) : table;
        if (!(name instanceof SqlIdentifier identifier)) {
            throw unsupported("USING of a semi or anti join between more than tables that have a name", place);
        }
        return new SqlIdentifier(List.of(identifier.names.getLast(), column), place.getParserPosition());
    }

    private static MillraceException unsupported(String what, SqlNode node) {
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, what + " is not supported")
                .at(new SourcePosition(Math.max(1, node.getParserPosition().getLineNum()),
                        Math.max(1, node.getParserPosition().getColumnNum())))
                .withHint("write EXISTS or NOT EXISTS");
    }
}
