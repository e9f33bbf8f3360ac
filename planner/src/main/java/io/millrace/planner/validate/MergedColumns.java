package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Joins with USING and NATURAL joins become joins ON, and the columns that they merge what they are made of, however deep they nest (Calcite merges
 * two tables' at most):
 *
 * <pre>
 * SELECT k, x FROM a FULL JOIN b USING (k) LEFT JOIN c USING (k)
 * SELECT coalesce(a.k, b.k) AS k, x FROM a FULL JOIN b ON a.k = b.k LEFT JOIN c ON coalesce(a.k, b.k) = c.k
 * </pre>
 */
final class MergedColumns {
    /** A column of a table or a join, as SELECT * shows it. */
    private record Column(String name, SqlNode value, boolean merged) {}

    private final MillraceValidator validator;
    private final Map<SqlJoin, List<Column>> joins = new IdentityHashMap<>();

    MergedColumns(MillraceValidator validator) {
        this.validator = validator;
    }

    static boolean merges(SqlJoin join) {
        return join.isNatural() || join.getConditionType() == JoinConditionType.USING;
    }

    /** The condition of a join that merges, whose sides have been validated; remembers its columns. {@code using} is null if it is NATURAL. */
    SqlNode condition(SqlJoin join, SqlNodeList using) {
        List<Column> left = columns(join.getLeft());
        List<Column> right = columns(join.getRight());
        SqlParserPos position = join.getParserPosition();
        List<SqlIdentifier> names = using == null ? shared(left, right, position)
                : using.stream().map(SqlIdentifier.class::cast).toList();
        List<Column> result = new ArrayList<>();
        SqlNode condition = SqlLiteral.createBoolean(true, position);
        Set<String> taken = new HashSet<>();
        for (SqlIdentifier name : names) {
            Column l = only(left, name);
            Column r = only(right, name);
            SqlNode equal = SqlStdOperatorTable.EQUALS.createCall(name.getParserPosition(), SqlNode.clone(l.value), SqlNode.clone(r.value));
            condition = taken.isEmpty() ? equal : SqlStdOperatorTable.AND.createCall(position, condition, equal);
            if (taken.add(name.getSimple())) {
                result.add(new Column(name.getSimple(), merged(join.getJoinType(), l.value, r.value), true));
            }
        }
        left.stream().filter(column -> !taken.contains(column.name)).forEach(result::add);
        right.stream().filter(column -> !taken.contains(column.name)).forEach(result::add);
        joins.put(join, result);
        return condition;
    }

    private static SqlNode merged(JoinType type, SqlNode left, SqlNode right) {
        return switch (type) {
            case FULL -> FunctionSyntax.call("coalesce", left.getParserPosition(), SqlNode.clone(left), SqlNode.clone(right));
            case RIGHT -> right;
            default -> left;
        };
    }

    private static List<SqlIdentifier> shared(List<Column> left, List<Column> right, SqlParserPos position) {
        return left.stream().map(Column::name).distinct().filter(name -> right.stream().anyMatch(column -> column.name.equals(name)))
                .map(name -> new SqlIdentifier(name, position)).toList();
    }

    private static Column only(List<Column> columns, SqlIdentifier name) {
        List<Column> found = columns.stream().filter(column -> column.name.equals(name.getSimple())).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        SqlParserPos position = name.getParserPosition();
        throw new MillraceException(found.isEmpty() ? ErrorCode.UNDEFINED_COLUMN : ErrorCode.AMBIGUOUS_COLUMN,
                "column " + name.getSimple() + " of the join is " + (found.isEmpty() ? "not in both tables" : "more than once in a table"))
                .at(new SourcePosition(position.getLineNum(), position.getColumnNum()));
    }

    private List<Column> columns(SqlNode from) {
        if (from instanceof SqlJoin join) {
            List<Column> known = joins.get(join);
            if (known != null) {
                return known;
            }
            List<Column> both = new ArrayList<>(columns(join.getLeft()));
            both.addAll(columns(join.getRight()));
            return both;
        }
        boolean aliased = from.getKind() == SqlKind.AS;
        SqlNode name = aliased ? ((SqlCall) from).operand(1) : from;
        SqlValidatorNamespace namespace = validator.getNamespace(from);
        if (!(name instanceof SqlIdentifier table) || namespace == null) {
            return List.of();
        }
        List<Column> columns = new ArrayList<>();
        for (String field : namespace.getRowType().getFieldNames()) {
            SqlNode value = new SqlIdentifier(List.of(table.names.getLast(), field), from.getParserPosition());
            columns.add(new Column(ColumnNames.shown(field), value, false));
        }
        return columns;
    }

    /** Puts what merged columns are made of in the place of their names. */
    void replaceIn(SqlSelect select) {
        if (select.getFrom() == null || joins.isEmpty()) {
            return;
        }
        List<Column> columns = columns(select.getFrom());
        Map<String, SqlNode> values = new LinkedHashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (Column column : columns) {
            if (column.merged && values.put(column.name, column.value) != null
                    || !column.merged && columns.stream().anyMatch(other -> other.merged && other.name.equals(column.name))) {
                ambiguous.add(column.name);
            }
        }
        ambiguous.forEach(values::remove);
        if (values.isEmpty() && columns.stream().noneMatch(Column::merged)) {
            return;
        }
        MergedNames names = new MergedNames(values);
        SqlNodeList items = select.getSelectList();
        List<SqlNode> replaced = new ArrayList<>();
        Set<String> aliases = new HashSet<>();
        for (SqlNode item : items) {
            if (item instanceof SqlIdentifier star && star.isStar() && star.names.size() == 1) {
                columns.forEach(column -> replaced.add(as(SqlNode.clone(column.value), column.name, replaced)));
            } else if (item instanceof SqlIdentifier name && name.isSimple() && values.containsKey(name.getSimple())) {
                replaced.add(as(name.accept(names), name.getSimple(), replaced));
            } else {
                replaced.add(item.accept(names));
            }
            String alias = SqlValidatorUtil.alias(replaced.getLast());
            aliases.add(alias == null ? "" : alias);
        }
        // The validator has taken hold of this list already.
        items.clear();
        items.addAll(replaced);
        select.setWhere(accept(select.getWhere(), names));
        select.setGroupBy((SqlNodeList) accept(select.getGroup(), names));
        select.setHaving(accept(select.getHaving(), names));
        select.setQualify(accept(select.getQualify(), names));
        if (select.getOrderList() != null) {
            replaced.stream().map(SqlValidatorUtil::alias).forEach(aliases::add);
            Map<String, SqlNode> others = new LinkedHashMap<>(values);
            others.keySet().removeAll(aliases);
            select.setOrderBy((SqlNodeList) accept(select.getOrderList(), new MergedNames(others)));
        }
    }

    private static SqlNode as(SqlNode value, String name, List<SqlNode> before) {
        boolean again = before.stream().anyMatch(item -> name.equals(SqlValidatorUtil.alias(item)));
        String alias = again ? ColumnNames.repeated(name, before.size()) : name;
        return SqlStdOperatorTable.AS.createCall(value.getParserPosition(), value, new SqlIdentifier(alias, value.getParserPosition()));
    }

    private static SqlNode accept(SqlNode node, MergedNames names) {
        return node == null ? null : node.accept(names);
    }
}
