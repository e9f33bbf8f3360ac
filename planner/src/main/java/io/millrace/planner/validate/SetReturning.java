package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Functions that give rows, in a select list. Each row of the query comes once for each of theirs; several go in step, the shorter padded with NULL:
 *
 * <pre>
 * SELECT a, unnest(b) FROM t                     SELECT a, s FROM t, UNNEST(b) AS $rows (s)
 * SELECT max(a), generate_series(1, 3) FROM t    SELECT x, s FROM (SELECT max(a) AS x, generate_series(1, 3) AS y FROM t) AS $query,
 *                                                  UNNEST(y) AS $rows (s)
 * </pre>
 */
final class SetReturning {
    private static final String ROWS = "$rows";
    private static final String QUERY = "$query";

    /** Functions that give rows, and those that give the same as an array. */
    private static final Map<String, String> ARRAYS = Map.ofEntries(
            Map.entry("generate_series", "sequence"), Map.entry("unnest", "unnest"), Map.entry("string_to_table", "string_to_array"),
            Map.entry("regexp_split_to_table", "regexp_split_to_array"), Map.entry("regexp_matches", "regexp_matches"),
            Map.entry("generate_subscripts", "generate_subscripts"), Map.entry("json_array_elements", "json_array_elements"),
            Map.entry("jsonb_array_elements", "json_array_elements"), Map.entry("json_array_elements_text", "json_array_elements_text"),
            Map.entry("jsonb_array_elements_text", "json_array_elements_text"), Map.entry("json_object_keys", "json_keys"),
            Map.entry("jsonb_object_keys", "json_keys"), Map.entry("jsonb_path_query", "json_path_query"),
            Map.entry("json_path_query", "json_path_query"));

    private final List<SqlNode> arrays = new ArrayList<>();

    private SetReturning() {}

    /** The array that a call of such a function gives the elements of, empty if it is none. */
    static Optional<SqlNode> array(SqlNode node) {
        if (!(node instanceof SqlBasicCall call)) {
            return Optional.empty();
        }
        String array = ARRAYS.get(call.getOperator().getName().toLowerCase(Locale.ROOT));
        if (array == null || array.equals("unnest") && call.operandCount() != 1) {
            return Optional.empty();
        }
        return Optional.of(array.equals("unnest") ? call.operand(0)
                : FunctionSyntax.call(array, call.getParserPosition(), call.getOperandList().toArray(new SqlNode[0])));
    }

    static SqlSelect expand(SqlSelect select) {
        refuse(select.getWhere(), "WHERE");
        refuse(select.getGroup(), "GROUP BY");
        refuse(select.getHaving(), "HAVING");
        SqlNodeList items = select.getSelectList();
        if (items == null || items.stream().noneMatch(SetReturning::contains)) {
            return select;
        }
        return isGrouped(select) ? new SetReturning().over(select) : new SetReturning().beside(select);
    }

    /** Where no row can come of each of theirs. */
    static void refuse(SqlNode clause, String where) {
        if (clause != null && contains(clause)) {
            throw unsupported("a set-returning function in " + where, clause);
        }
    }

    /** GROUP BY 2, where the second item gives rows. */
    private static void refuseKeys(SqlSelect select) {
        for (SqlNode key : select.getGroup() == null ? List.<SqlNode>of() : select.getGroup().getList()) {
            boolean ordinal = key instanceof SqlNumericLiteral number && number.isInteger()
                    && number.intValue(false) >= 1 && number.intValue(false) <= select.getSelectList().size();
            if (ordinal && contains(select.getSelectList().get(((SqlNumericLiteral) key).intValue(true) - 1))) {
                throw unsupported("a set-returning function in GROUP BY", key);
            }
        }
    }

    private SqlSelect beside(SqlSelect select) {
        List<SqlNode> items = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            if (item instanceof SqlIdentifier name && name.isStar() && name.names.size() == 1) {
                items.addAll(stars(select.getFrom(), name));
            } else {
                items.add(item.accept(new SqlShuttle() {
                    @Override
                    public SqlNode visit(SqlCall call) {
                        if (call.getKind().belongsTo(SqlKind.QUERY)) {
                            return call;
                        }
                        Optional<SqlNode> array = array(call);
                        return array.isPresent() ? element(array.get()) : super.visit(call);
                    }
                }));
            }
        }
        select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
        select.setFrom(join(select.getFrom(), select.getParserPosition()));
        return select;
    }

    private SqlSelect over(SqlSelect select) {
        refuseKeys(select);
        if (select.getQualify() != null) {
            throw unsupported("a set-returning function beside QUALIFY or DISTINCT ON", select);
        }
        SqlParserPos position = select.getParserPosition();
        List<SqlNode> inner = new ArrayList<>();
        List<SqlNode> outer = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            SqlNode value = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
            String name = SqlValidatorUtil.alias(item, outer.size());
            SqlIdentifier column = new SqlIdentifier(List.of(QUERY, "$" + outer.size()), item.getParserPosition());
            Optional<SqlNode> array = array(value);
            if (array.isEmpty() && contains(value) || item instanceof SqlIdentifier star && star.isStar()) {
                throw unsupported("a set-returning function inside of another expression, or beside *, of a grouped query", item);
            }
            inner.add(as(array.orElse(value), "$" + outer.size()));
            outer.add(as(array.isPresent() ? element(column) : column, name));
        }
        select.setSelectList(new SqlNodeList(inner, select.getSelectList().getParserPosition()));
        SqlNodeList distinct = select.isDistinct() ? new SqlNodeList(
                List.of(org.apache.calcite.sql.SqlSelectKeyword.DISTINCT.symbol(position)), position) : null;
        if (distinct != null) {
            select.setOperand(0, new SqlNodeList(position));
        }
        return new SqlSelect(position, distinct, new SqlNodeList(outer, position), join(as(select, QUERY), position), null, null, null,
                null,
                null, null, null, null, null);
    }

    private SqlNode element(SqlNode array) {
        arrays.add(array);
        return new SqlIdentifier(List.of(ROWS, "$" + arrays.size()), array.getParserPosition());
    }

    private SqlNode join(SqlNode from, SqlParserPos position) {
        List<SqlNode> alias = new ArrayList<>();
        alias.add(SqlStdOperatorTable.UNNEST.createCall(position, arrays));
        alias.add(new SqlIdentifier(ROWS, position));
        for (int i = 1; i <= arrays.size(); i++) {
            alias.add(new SqlIdentifier("$" + i, position));
        }
        SqlNode rows = SqlStdOperatorTable.AS.createCall(position, alias);
        return from == null ? rows
                : new SqlJoin(position, from, SqlLiteral.createBoolean(false, position), JoinType.COMMA.symbol(position), rows,
                        JoinConditionType.NONE.symbol(position), null);
    }

    private static SqlNode as(SqlNode node, String name) {
        return SqlStdOperatorTable.AS.createCall(node.getParserPosition(), node, new SqlIdentifier(name, node.getParserPosition()));
    }

    /** {@code *} as {@code a.*, b.*}, so that it does not mean the rows that are joined. */
    private static List<SqlNode> stars(SqlNode from, SqlIdentifier star) {
        if (from instanceof SqlJoin join && !join.isNatural() && join.getConditionType() != JoinConditionType.USING) {
            List<SqlNode> both = new ArrayList<>(stars(join.getLeft(), star));
            both.addAll(stars(join.getRight(), star));
            return both;
        }
        SqlNode name = from != null && from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(1) : from;
        if (!(name instanceof SqlIdentifier table)) {
            throw unsupported("a set-returning function beside * of a table without a name", star);
        }
        return List.of(SqlIdentifier.star(List.of(table.names.getLast(), ""), star.getParserPosition(),
                List.of(star.getParserPosition(), star.getParserPosition())));
    }

    static boolean contains(SqlNode node) {
        if (!(node instanceof SqlCall call) || call.getKind().belongsTo(SqlKind.QUERY)) {
            return node instanceof SqlNodeList list && list.stream().anyMatch(SetReturning::contains);
        }
        return array(call).isPresent() || call.getOperandList().stream().anyMatch(SetReturning::contains);
    }

    private static boolean isGrouped(SqlSelect select) {
        return select.getGroup() != null || select.getHaving() != null || select.getQualify() != null
                || select.getSelectList().stream().anyMatch(SetReturning::aggregates);
    }

    static boolean aggregates(SqlNode node) {
        if (!(node instanceof SqlCall call) || call.getKind().belongsTo(SqlKind.QUERY)) {
            return node instanceof SqlNodeList list && list.stream().anyMatch(SetReturning::aggregates);
        }
        SqlOperator operator = call.getOperator();
        return call.getKind() == SqlKind.OVER || operator.isAggregator() || FunctionSyntax.isAggregate(call)
                || call.getOperandList().stream().anyMatch(SetReturning::aggregates);
    }

    private static MillraceException unsupported(String what, SqlNode node) {
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, what + " is not supported")
                .at(new SourcePosition(node.getParserPosition().getLineNum(), node.getParserPosition().getColumnNum()))
                .withHint("call it in FROM");
    }
}
