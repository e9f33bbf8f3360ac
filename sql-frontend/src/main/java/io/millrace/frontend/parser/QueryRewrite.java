package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.planner.validate.OperatorCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Turns PostgreSQL's ways of saying things into those that Calcite's validator knows, in place:
 *
 * <pre>
 * value::type                     CAST(value AS type)
 * value::JSONB                    jsonb_normal(CAST(value AS JSON))
 * a ~~ b                          a LIKE b
 * json -> key, a ^ b, a &amp; b …     json_get(json, key), power(a, b), bitand(a, b) …: see {@link PostgresOperators}
 * ts AT TIME ZONE zone            timezone(zone, ts)
 * SELECT a WHERE b                SELECT a FROM (VALUES (0)) WHERE b
 * $1                              ?, the first parameter
 * text, int8, timestamptz …       VARCHAR, BIGINT, TIMESTAMP WITH TIME ZONE …
 * GROUPS …, FETCH … WITH TIES     see {@link FrameGroups}, {@link FetchTies}
 * SELECT DISTINCT ON (k) a …      SELECT a … QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY o) = 1 ORDER BY o
 *   ORDER BY o
 * </pre>
 */
final class QueryRewrite extends SqlBasicVisitor<SqlNode> {
    static SqlNode apply(SqlNode node) {
        return node.accept(new QueryRewrite());
    }

    @Override
    public SqlNode visit(SqlCall node) {
        if (OperatorChain.isLong(node)) {
            return OperatorChain.balanced(node, term -> term.accept(this));
        }
        SqlCall call = node instanceof SqlOrderBy marked ? FetchTies.rewrite(marked) : node;
        if (call instanceof SqlWindow window) {
            FrameGroups.rewrite(window);
        }
        if (call instanceof SqlSelect select && select.getFrom() == null && hasClauses(select)) {
            select.setFrom(oneRow(select.getParserPosition()));
        }
        if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
            rewriteDistinctOn(select, order.orderList);
        } else if (call instanceof SqlSelect select) {
            rewriteDistinctOn(select, SqlNodeList.EMPTY);
        }
        boolean normal = isCast(call) && call.operand(1) instanceof SqlDataTypeSpec target && isJsonb(target);
        List<SqlNode> operands = call.getOperandList();
        for (int i = 0; i < operands.size(); i++) {
            SqlNode operand = operands.get(i);
            SqlNode replaced = operand == null ? null : operand.accept(this);
            requireValue(call, i, replaced);
            if (replaced != operand) {
                call.setOperand(i, replaced);
            }
        }
        SqlOperator operator = call.getOperator();
        if (operator == SqlLibraryOperators.INFIX_CAST) {
            call = SqlStdOperatorTable.CAST.createCall(call.getParserPosition(), call.getOperandList());
        }
        if (normal) {
            return function("jsonb_normal", List.of(call), call.getParserPosition());
        }
        Optional<SqlOperator> pattern = PostgresOperators.pattern(operator);
        if (pattern.isPresent()) {
            return pattern.get().createCall(call.getParserPosition(), call.getOperandList());
        }
        Optional<String> function = PostgresOperators.function(operator);
        if (function.isPresent()) {
            return OperatorCall.of(function.get(), call.getOperandList(), call.getParserPosition());
        }
        if (operator == PostgresOperators.AT_TIME_ZONE) {
            return function("timezone", call.getOperandList().reversed(), call.getParserPosition());
        }
        return call;
    }

    /** A parameter stands for a value, not for a table or a name. */
    private static void requireValue(SqlCall call, int operand, SqlNode replaced) {
        boolean table =
                call instanceof SqlSelect && operand == SqlSelect.FROM_OPERAND || call instanceof SqlJoin && (operand == 0 || operand == 3)
                        || call.getKind() == SqlKind.EXPLICIT_TABLE;
        boolean named =
                table && replaced != null && replaced.getKind() == SqlKind.AS && ((SqlCall) replaced).operand(0) instanceof SqlDynamicParam;
        if (named || replaced instanceof SqlDynamicParam && (table || call.getKind() == SqlKind.AS && operand > 0)) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "a parameter stands for a value, not for " + (table ? "a table" : "a name"))
                    .at(position(replaced));
        }
    }

    private static boolean hasClauses(SqlSelect select) {
        return select.getWhere() != null || select.getGroup() != null || select.getHaving() != null || select.getQualify() != null;
    }

    /** What a SELECT without FROM reads: one row, no column that it could name. */
    private static SqlNode oneRow(SqlParserPos at) {
        SqlNode row = SqlStdOperatorTable.ROW.createCall(at, SqlLiteral.createExactNumeric("0", at));
        SqlNode values = SqlStdOperatorTable.VALUES.createCall(at, row);
        return SqlStdOperatorTable.AS.createCall(at, values, new SqlIdentifier("$row", at), new SqlIdentifier("$zero", at));
    }

    private static SqlNode function(String name, List<SqlNode> arguments, SqlParserPos position) {
        SqlOperator operator = new SqlUnresolvedFunction(
                new SqlIdentifier(name, position), null, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION);
        return operator.createCall(position, arguments);
    }

    @Override
    public SqlNode visit(SqlNodeList list) {
        for (int i = 0; i < list.size(); i++) {
            SqlNode item = list.get(i);
            SqlNode replaced = item == null ? null : item.accept(this);
            if (replaced != item) {
                list.set(i, replaced);
            }
        }
        return list;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        if (identifier.isSimple() && identifier.getSimple().matches("\\$[0-9]{1,4}") && !identifier.isComponentQuoted(0)) {
            int number = Integer.parseInt(identifier.getSimple().substring(1));
            if (number == 0) {
                throw new MillraceException(ErrorCode.UNDEFINED_PARAMETER, "parameters are counted from $1, found $0")
                        .at(position(identifier));
            }
            return new SqlDynamicParam(number - 1, identifier.getParserPosition());
        }
        return identifier;
    }

    /** Calcite keeps texts with escapes in a character set of their own, which then compares with nothing else. */
    @Override
    public SqlNode visit(SqlLiteral literal) {
        return literal instanceof SqlCharStringLiteral text && text.getNlsString().getCharsetName() != null
                && text.getNlsString().getCharsetName().replace("-", "").startsWith("UTF16")
                        ? SqlLiteral.createCharString(text.getNlsString().getValue(), literal.getParserPosition())
                        : literal;
    }

    private static boolean isCast(SqlCall call) {
        return call.getOperator() == SqlLibraryOperators.INFIX_CAST || call.getKind() == SqlKind.CAST;
    }

    private static boolean isJsonb(SqlDataTypeSpec type) {
        return type.getTypeName() != null && type.getTypeName().isSimple() && type.getTypeName().getSimple().equalsIgnoreCase("jsonb");
    }

    @Override
    public SqlNode visit(SqlDataTypeSpec type) {
        return TypeNames.resolve(type);
    }

    @Override
    public SqlNode visit(SqlDynamicParam parameter) {
        return parameter;
    }

    @Override
    public SqlNode visit(org.apache.calcite.sql.SqlIntervalQualifier qualifier) {
        return qualifier;
    }

    private static void rewriteDistinctOn(SqlSelect select, SqlNodeList orderList) {
        if (select.getSelectList().isEmpty() || !isDistinctOn(select.getSelectList().get(0))) {
            return;
        }
        SqlBasicCall marker = (SqlBasicCall) select.getSelectList().get(0);
        SqlParserPos position = marker.getParserPosition();
        List<SqlNode> items = new ArrayList<>(select.getSelectList().subList(1, select.getSelectList().size()));
        select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
        SqlNodeList keys = resolveItems(new SqlNodeList(marker.getOperandList(), position), items);
        SqlNodeList order = resolveItems(orderList, items);
        SqlWindow window = SqlWindow.create(null, null, keys, order, SqlLiteral.createBoolean(false, position), null, null, null, position);
        SqlNode rank = SqlStdOperatorTable.OVER.createCall(position, SqlStdOperatorTable.ROW_NUMBER.createCall(position), window);
        SqlNode first = SqlStdOperatorTable.EQUALS.createCall(position, rank, SqlLiteral.createExactNumeric("1", position));
        select.setQualify(select.getQualify() == null ? first : SqlStdOperatorTable.AND.createCall(position, select.getQualify(), first));
    }

    private static boolean isDistinctOn(SqlNode item) {
        return item instanceof SqlBasicCall call && call.getOperator().getName().equals(MillraceTokens.DISTINCT_ON);
    }

    /** Copies of expressions of ORDER BY or DISTINCT ON, where 2 stands for the second item and an alias for its item. */
    static SqlNodeList resolveItems(SqlNodeList expressions, List<SqlNode> items) {
        List<SqlNode> resolved = new ArrayList<>();
        for (SqlNode expression : expressions) {
            resolved.add(resolveItem(expression, items));
        }
        return new SqlNodeList(resolved, expressions.getParserPosition());
    }

    private static SqlNode resolveItem(SqlNode expression, List<SqlNode> items) {
        SqlKind kind = expression.getKind();
        if (kind == SqlKind.DESCENDING || kind == SqlKind.NULLS_FIRST || kind == SqlKind.NULLS_LAST) {
            SqlCall call = (SqlCall) expression;
            return call.getOperator().createCall(expression.getParserPosition(), resolveItem(call.operand(0), items));
        }
        if (expression instanceof SqlNumericLiteral number && number.isInteger()) {
            int ordinal = number.intValue(false);
            if (ordinal < 1 || ordinal > items.size()) {
                throw new MillraceException(ErrorCode.INVALID_COLUMN_REFERENCE,
                        "ORDER BY position " + ordinal + " is not in the select list of " + items.size() + " items")
                        .at(position(expression));
            }
            return copy(withoutAlias(items.get(ordinal - 1)));
        }
        if (expression instanceof SqlIdentifier name && name.isSimple()) {
            for (SqlNode item : items) {
                if (item.getKind() == SqlKind.AS && ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple().equals(name.getSimple())) {
                    return copy(withoutAlias(item));
                }
            }
        }
        return copy(expression);
    }

    private static SqlNode withoutAlias(SqlNode item) {
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    private static SqlNode copy(SqlNode node) {
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

    private static SourcePosition position(SqlNode node) {
        return new SourcePosition(node.getParserPosition().getLineNum(), node.getParserPosition().getColumnNum());
    }
}
