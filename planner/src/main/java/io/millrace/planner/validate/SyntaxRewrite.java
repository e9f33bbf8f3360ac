package io.millrace.planner.validate;

import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.match.MatchClause;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * The first pass over a parsed query, in place: syntax that Calcite gives operators of its own becomes functions of ours ({@link FunctionSyntax}),
 * windows in GROUP BY ({@link GroupWindows}), table functions and FOR SYSTEM_TIME become tables ({@link FromSyntax}),
 * functions that give rows are called in FROM ({@link SetReturning}), semi joins become conditions ({@link SemiJoins}),
 * primary keys in GROUP BY bring their columns ({@link GroupByKeys}), and output columns get PostgreSQL's names ({@link ColumnNames}).
 */
public final class SyntaxRewrite extends SqlBasicVisitor<SqlNode> {
    private final FromSyntax from;
    private final GroupByKeys groupByKeys;

    private SyntaxRewrite(FromSyntax from, GroupByKeys groupByKeys) {
        this.from = from;
        this.groupByKeys = groupByKeys;
    }

    public static SqlNode apply(SqlNode query, FromSyntax from) {
        SqlNode named = query instanceof SqlOrderBy order ? withQuery(order, ValuesNames.query(order.query)) : ValuesNames.query(query);
        return named.accept(new SyntaxRewrite(from, from.groupByKeys(named)));
    }

    @Override
    public SqlNode visit(SqlCall node) {
        Cancellation.check();
        SqlCall call = node;
        if (node instanceof SqlOrderBy limited && SortedSubquery.rewrite(limited) instanceof SqlSelect select) {
            return select.accept(this);
        }
        if (node instanceof SqlOrderBy order) {
            SetReturning.refuse(order.orderList, "ORDER BY");
        }
        if (node instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
            GroupWindows.rewrite(select, order.orderList);
        } else if (node instanceof SqlSelect select) {
            GroupWindows.rewrite(select, null);
            ArrivalTimes.rewrite(select, from.reader());
            NamedWindows.resolve(select);
            SemiJoins.rewrite(select);
            ColumnNames.assign(select);
            call = SetReturning.expand(select);
        } else if (node instanceof SqlJoin join) {
            call = TemporalJoins.rewrite(join, from.reader());
        }
        if (call instanceof SqlWithItem item) {
            RecursiveTerms.check(item);
            if (item.columnList == null) {
                item.query = ValuesNames.query(item.query);
            }
        }
        if (call instanceof MatchClause match) {
            // Its expressions become queries of their own
            match.setOperand(0, match.table().accept(this));
            return match;
        }
        boolean withOrder = call.getKind() == SqlKind.WITHIN_GROUP;
        for (int i = 0; i < call.getOperandList().size(); i++) {
            SqlNode operand = call.getOperandList().get(i);
            if (operand == null || call.getKind() == SqlKind.AS && i > 0
                    || withOrder && i == 0 && operand instanceof SqlCall aggregate && visitOperands(aggregate)) {
                continue;
            }
            SqlNode replaced = operand.accept(this);
            if (isFrom(call, i)) {
                replaced = ValuesNames.named(from.rewrite(replaced));
            }
            if (replaced != operand) {
                if (call instanceof SqlOrderBy order) {
                    call = withQuery(order, replaced);
                } else {
                    call.setOperand(i, replaced);
                }
            }
        }
        if (call instanceof SqlSelect select) {
            groupByKeys.complete(select, null);
        } else if (call instanceof SqlOrderBy order && order.query instanceof SqlSelect select) {
            groupByKeys.complete(select, order.orderList);
        }
        SqlNode aggregated = UserAggregates.rewrite(call, from.reader());
        return aggregated == call ? FunctionSyntax.rewrite(call) : aggregated;
    }

    /** Only its query is ever another one: the others are lists that change in place, and literals. */
    private static SqlOrderBy withQuery(SqlOrderBy order, SqlNode query) {
        return query == order.query ? order : new SqlOrderBy(order.getParserPosition(), query, order.orderList, order.offset, order.fetch);
    }

    /** The aggregate of a WITHIN GROUP, which {@link FunctionSyntax} sees together with its order. */
    private boolean visitOperands(SqlCall aggregate) {
        for (int i = 0; i < aggregate.getOperandList().size(); i++) {
            SqlNode operand = aggregate.getOperandList().get(i);
            if (operand != null) {
                aggregate.setOperand(i, operand.accept(this));
            }
        }
        return true;
    }

    private static boolean isFrom(SqlCall call, int operand) {
        return call instanceof SqlSelect && operand == SqlSelect.FROM_OPERAND
                || call instanceof SqlJoin && (operand == 0 || operand == 3);
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
        return FunctionSyntax.rewrite(identifier);
    }

    @Override
    public SqlNode visit(SqlLiteral literal) {
        return LiteralSyntax.rewrite(literal);
    }

    @Override
    public SqlNode visit(SqlDataTypeSpec type) {
        return TypeSyntax.rewrite(type);
    }

    @Override
    public SqlNode visit(SqlDynamicParam parameter) {
        return parameter;
    }

    @Override
    public SqlNode visit(SqlIntervalQualifier qualifier) {
        return qualifier;
    }
}
