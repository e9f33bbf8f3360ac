package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.planner.table.WindowFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * The older way to write windows, in GROUP BY, as window table functions:
 *
 * <pre>
 * SELECT TUMBLE_START(ts, i), k, COUNT(*)            SELECT t.window_start, k, COUNT(*)
 * FROM t                                             FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), i)) AS t
 * GROUP BY TUMBLE(ts, i), k                          GROUP BY t.window_start, t.window_end, k
 * </pre>
 *
 * In a join the window is assigned to the rows of the table that the time column is qualified with.
 */
final class GroupWindows {
    private static final Set<SqlKind> KINDS = Set.of(SqlKind.TUMBLE, SqlKind.HOP, SqlKind.SESSION);
    private static final SqlIntervalQualifier SECONDS = new SqlIntervalQualifier(TimeUnit.SECOND, null, SqlParserPos.ZERO);

    private final SqlSelect select;
    private final SqlCall window;
    private final SqlIdentifier time;
    private String alias;

    private GroupWindows(SqlSelect select, SqlCall window) {
        this.select = select;
        this.window = window;
        if (!(window.operand(0) instanceof SqlIdentifier column)) {
            throw Positions.at(new MillraceException(ErrorCode.INVALID_PARAMETER,
                    name() + " in GROUP BY takes a time column, found " + window.operand(0)), window);
        }
        this.time = column;
    }

    /** Rewrites {@code select} in place if it groups by a window; {@code order}, may be null, is the order of its result. */
    static void rewrite(SqlSelect select, SqlNodeList order) {
        if (select.getGroup() == null || select.getFrom() == null) {
            return;
        }
        List<SqlNode> windows = select.getGroup().stream().filter(GroupWindows::isWindow).toList();
        if (windows.size() > 1) {
            throw Positions.at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "GROUP BY more than one window"), windows.get(1));
        }
        if (!windows.isEmpty()) {
            new GroupWindows(select, (SqlCall) windows.get(0)).apply(order);
        }
    }

    private static boolean isWindow(SqlNode key) {
        return key instanceof SqlCall call && KINDS.contains(key.getKind()) && call.getOperator().getName().startsWith("$");
    }

    private String name() {
        return window.getKind().name();
    }

    private void apply(SqlNodeList order) {
        SqlNodeList others = new SqlNodeList(select.getGroup().getParserPosition());
        select.getGroup().stream().filter(key -> key != window).forEach(others::add);
        select.setFrom(assigned(select.getFrom(), others));
        SqlNodeList keys = new SqlNodeList(select.getGroup().getParserPosition());
        keys.add(column("window_start"));
        keys.add(column("window_end"));
        others.forEach(keys::add);
        select.setGroupBy(keys);
        Parts parts = new Parts();
        select.setSelectList((SqlNodeList) select.getSelectList().accept(parts));
        if (select.getHaving() != null) {
            select.setHaving(select.getHaving().accept(parts));
        }
        if (select.getQualify() != null) {
            select.setOperand(SqlSelect.QUALIFY_OPERAND, select.getQualify().accept(parts));
        }
        for (SqlNodeList list : java.util.Arrays.asList(select.getOrderList(), order)) {
            for (int i = 0; list != null && i < list.size(); i++) {
                list.set(i, list.get(i).accept(parts));
            }
        }
    }

    /** {@code from} with windows assigned to the rows of the table that has the time column. */
    private SqlNode assigned(SqlNode from, SqlNodeList keys) {
        if (from instanceof SqlJoin join) {
            if (time.names.size() == 1) {
                throw Positions.at(new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "in a join, " + name() + "'s time column is qualified with its table, found " + time), time);
            }
            boolean left = has(join.getLeft());
            boolean nullable = left ? join.getJoinType().generatesNullsOnLeft() : join.getJoinType().generatesNullsOnRight();
            if (nullable || join.getJoinType() == JoinType.ASOF || join.getJoinType() == JoinType.LEFT_ASOF) {
                throw Positions.at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                        name() + " in GROUP BY over the optional side of a join: use TABLE(" + name() + "(TABLE …)) in FROM"), window);
            }
            if (left) {
                join.setLeft(assigned(join.getLeft(), keys));
            } else {
                join.setRight(assigned(join.getRight(), keys));
            }
            return join;
        }
        alias = aliasOf(from);
        List<SqlNode> operands = new ArrayList<>();
        operands.add(WindowTableSyntax.allOf(from));
        operands.add(descriptor(List.of(time)));
        if (window.getKind() == SqlKind.SESSION && !keys.isEmpty()) {
            operands.add(descriptor(keys));
        }
        operands.addAll(window.getOperandList().subList(1, window.operandCount()));
        SqlParserPos position = window.getParserPosition();
        SqlCall function = new SqlBasicCall(WindowFunctions.of(name().toLowerCase(Locale.ROOT)), operands, position);
        return SqlStdOperatorTable.AS.createCall(position, SqlStdOperatorTable.COLLECTION_TABLE.createCall(position, function),
                new SqlIdentifier(alias, position));
    }

    /** A session's keys are the other keys of the GROUP BY; they have to be there before its windows are. */
    private SqlCall descriptor(Iterable<? extends SqlNode> columns) {
        List<SqlNode> names = new ArrayList<>();
        for (SqlNode column : columns) {
            if (!(column instanceof SqlIdentifier identifier)) {
                throw Positions.at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                        "SESSION in GROUP BY beside something that is not a column: compute it in a subquery, found " + column), column);
            }
            names.add(identifier.getComponent(identifier.names.size() - 1));
        }
        return SqlStdOperatorTable.DESCRIPTOR.createCall(window.getParserPosition(), names);
    }

    private boolean has(SqlNode from) {
        if (from instanceof SqlJoin join) {
            return has(join.getLeft()) || has(join.getRight());
        }
        return aliasOf(from).equals(time.names.get(time.names.size() - 2));
    }

    private static String aliasOf(SqlNode from) {
        if (from.getKind() == SqlKind.AS) {
            return ((SqlCall) from).<SqlIdentifier>operand(1).getSimple();
        }
        return from instanceof SqlIdentifier table ? table.names.getLast() : "windows";
    }

    private SqlIdentifier column(String column) {
        return new SqlIdentifier(List.of(alias, column), window.getParserPosition());
    }

    /** {@code TUMBLE_START(ts, i)} and the like, outside of subqueries. */
    private final class Parts extends SqlShuttle {
        @Override
        public SqlNode visit(SqlCall call) {
            if (call instanceof SqlSelect) {
                return call;
            }
            String part = call.getOperator().getName().toUpperCase(Locale.ROOT);
            if (!part.startsWith(name() + "_") || !Set.of("START", "END", "ROWTIME").contains(part.substring(name().length() + 1))) {
                return super.visit(call);
            }
            boolean same = call.operandCount() == window.operandCount();
            for (int i = 0; same && i < call.operandCount(); i++) {
                same = call.operand(i).equalsDeep(window.operand(i), Litmus.IGNORE);
            }
            if (!same) {
                throw Positions.at(new MillraceException(ErrorCode.GROUPING_ERROR,
                        part + " takes what " + name() + " takes in GROUP BY: " + window.getOperandList()), call);
            }
            if (part.endsWith("_ROWTIME")) {
                SqlParserPos position = call.getParserPosition();
                SqlNode millisecond = SqlIntervalLiteral.createInterval(1, "0.001", SECONDS, position);
                return SqlStdOperatorTable.MINUS.createCall(position, column("window_end"), millisecond);
            }
            return column(part.endsWith("_START") ? "window_start" : "window_end");
        }
    }
}
