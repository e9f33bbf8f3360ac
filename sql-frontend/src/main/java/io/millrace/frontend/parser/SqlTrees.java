package io.millrace.frontend.parser;

import io.millrace.common.type.SqlType;
import io.millrace.frontend.statement.Query;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/** Pieces of queries that statements are rewritten to. Trees that are used twice must be copied, since validation writes into them. */
public final class SqlTrees {
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    private SqlTrees() {}

    public static SqlIdentifier name(String... parts) {
        return new SqlIdentifier(List.of(parts), NOWHERE);
    }

    public static SqlIdentifier star(String alias) {
        return SqlIdentifier.star(List.of(alias, ""), NOWHERE, List.of(NOWHERE, NOWHERE));
    }

    public static SqlNode alias(SqlNode node, String alias) {
        return SqlStdOperatorTable.AS.createCall(NOWHERE, node, name(alias));
    }

    /** {@code node AS alias (columns)}. */
    public static SqlNode alias(SqlNode node, String alias, List<String> columns) {
        List<SqlNode> operands = new ArrayList<>(List.of(node, name(alias)));
        columns.forEach(column -> operands.add(name(column)));
        return SqlStdOperatorTable.AS.createCall(NOWHERE, operands);
    }

    public static SqlNode number(long value) {
        return SqlLiteral.createExactNumeric(Long.toString(value), NOWHERE);
    }

    public static SqlNode bool(boolean value) {
        return SqlLiteral.createBoolean(value, NOWHERE);
    }

    /** SELECT items FROM from [WHERE where]; {@code where} may be null. */
    public static SqlSelect select(List<? extends SqlNode> items, SqlNode from, SqlNode where) {
        return new SqlSelect(NOWHERE, null, new SqlNodeList(items, NOWHERE), from, where, null, null, null, null, null, null, null, null);
    }

    public static SqlNode and(SqlNode left, SqlNode right) {
        return SqlStdOperatorTable.AND.createCall(NOWHERE, left, right);
    }

    public static SqlNode equal(SqlNode left, SqlNode right) {
        return SqlStdOperatorTable.EQUALS.createCall(NOWHERE, left, right);
    }

    public static SqlNode isNull(SqlNode operand) {
        return SqlStdOperatorTable.IS_NULL.createCall(NOWHERE, operand);
    }

    public static SqlNode isNotNull(SqlNode operand) {
        return SqlStdOperatorTable.IS_NOT_NULL.createCall(NOWHERE, operand);
    }

    public static SqlNode exists(SqlNode query) {
        return SqlStdOperatorTable.EXISTS.createCall(NOWHERE, query);
    }

    /** A number that no other row of the same run has. */
    public static SqlNode rowNumber() {
        SqlNode window = org.apache.calcite.sql.SqlWindow.create(
                null, null, SqlNodeList.EMPTY.clone(NOWHERE), SqlNodeList.EMPTY.clone(NOWHERE), SqlLiteral.createBoolean(false, NOWHERE),
                null, null,
                null, NOWHERE);
        return SqlStdOperatorTable.OVER.createCall(NOWHERE, SqlStdOperatorTable.ROW_NUMBER.createCall(NOWHERE), window);
    }

    /** CASE WHEN condition THEN value … ELSE otherwise END. */
    public static SqlNode choose(List<SqlNode> conditions, List<SqlNode> values, SqlNode otherwise) {
        return new SqlCase(NOWHERE, null, new SqlNodeList(conditions, NOWHERE), new SqlNodeList(values, NOWHERE), otherwise);
    }

    public static SqlNode nullLiteral() {
        return SqlLiteral.createNull(NOWHERE);
    }

    public static SqlNode join(SqlNode left, JoinType type, SqlNode right, SqlNode condition) {
        SqlLiteral on = (condition == null ? JoinConditionType.NONE : JoinConditionType.ON).symbol(NOWHERE);
        return new SqlJoin(NOWHERE, left, SqlLiteral.createBoolean(false, NOWHERE), type.symbol(NOWHERE), right, on, condition);
    }

    /** FROM left, right. */
    public static SqlNode cross(SqlNode left, SqlNode right) {
        return join(left, JoinType.COMMA, right, null);
    }

    /** {@code CAST(node AS type)}. */
    public static SqlNode cast(SqlNode node, SqlType type) {
        Query parsed = (Query) StatementParser.parseOne("SELECT CAST(NULL AS " + type + ")").statement();
        SqlCall cast = (SqlCall) ((SqlSelect) parsed.query().node()).getSelectList().get(0);
        cast.setOperand(0, node);
        return cast;
    }

    /** A tree of its own that says the same. */
    public static SqlNode copy(SqlNode node) {
        return node.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlCall call) {
                CallCopyingArgHandler copying = new CallCopyingArgHandler(call, true);
                call.getOperator().acceptCall(this, call, false, copying);
                return copying.result();
            }

            @Override
            public SqlNode visit(SqlIdentifier identifier) {
                return identifier.clone(identifier.getParserPosition());
            }
        });
    }
}
