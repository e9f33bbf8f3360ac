package io.millrace.planner.validate;

import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.catalog.StatementCatalog;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * PROCTIME(): when a stream's row arrived in its log, which is the same whenever it is asked for.
 *
 * <pre>
 * SELECT *, PROCTIME() AS p FROM s      becomes      SELECT s.a, s.b, s.$arrival AS p FROM [s with its rows' arrival] AS s
 * </pre>
 */
final class ArrivalTimes {
    private static final String FUNCTION = "PROCTIME";

    private final SqlSelect select;
    private final CatalogReader reader;

    private ArrivalTimes(SqlSelect select, CatalogReader reader) {
        this.select = select;
        this.reader = reader;
    }

    /** Rewrites {@code select} in place if it calls the function itself. */
    static void rewrite(SqlSelect select, CatalogReader reader) {
        Search search = new Search();
        for (int i = 0; i < select.getOperandList().size(); i++) {
            SqlNode operand = select.getOperandList().get(i);
            if (operand != null && i != SqlSelect.FROM_OPERAND) {
                operand.accept(search);
            }
        }
        if (search.found != null) {
            new ArrivalTimes(select, reader).rewrite(search.found);
        }
    }

    private static boolean isCall(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator().getName().toUpperCase(Locale.ROOT).equals(FUNCTION)
                && call.operandCount() == 0;
    }

    private static boolean isQuery(SqlNode node) {
        return node.isA(SqlKind.QUERY);
    }

    /** Looks for a call outside of subqueries. */
    private static final class Search extends SqlShuttle {
        private SqlNode found;

        @Override
        public SqlNode visit(SqlCall call) {
            found = isCall(call) ? call : found;
            return isQuery(call) ? call : super.visit(call);
        }
    }

    private void rewrite(SqlNode call) {
        SqlNode from = select.getFrom();
        SqlNode inner = from != null && from.getKind() == SqlKind.AS ? ((SqlCall) from).operand(0) : from;
        boolean plain = inner instanceof SqlIdentifier && (inner == from || ((SqlCall) from).operandCount() == 2);
        if (!plain) {
            throw Positions.at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "PROCTIME() is when a stream's row arrived: it stands in a SELECT whose FROM is one stream"), call);
        }
        SqlIdentifier stream = (SqlIdentifier) inner;
        ObjectName name = stream.names.size() == 1
                ? new ObjectName(reader.searchSchema(), stream.getSimple())
                : new ObjectName(stream.names.get(0), stream.names.get(1));
        StatementCatalog.Arrivals arrivals;
        try {
            arrivals = reader.catalog().addArrivals(name, reader);
        } catch (MillraceException e) {
            throw Positions.at(e, stream);
        }
        SqlParserPos position = stream.getParserPosition();
        String alias = inner == from ? stream.names.getLast() : ((SqlCall) from).<SqlIdentifier>operand(1).getSimple();
        select.setFrom(SqlStdOperatorTable.AS.createCall(
                position, new SqlIdentifier(List.of(StatementCatalog.UNNAMED, arrivals.key()), position),
                new SqlIdentifier(alias, position)));
        expandStars(alias, arrivals.schema());
        Replacement replacement = new Replacement(new SqlIdentifier(List.of(alias, StatementCatalog.ARRIVAL), position));
        for (int i = 0; i < select.getOperandList().size(); i++) {
            SqlNode operand = select.getOperandList().get(i);
            SqlNode replaced = operand == null || i == SqlSelect.FROM_OPERAND ? operand : operand.accept(replacement);
            if (replaced != operand) {
                select.setOperand(i, replaced);
            }
        }
    }

    /** What a star stands for, without the arrival. */
    private void expandStars(String alias, Schema schema) {
        SqlNodeList items = new SqlNodeList(select.getSelectList().getParserPosition());
        for (SqlNode item : select.getSelectList()) {
            if (item instanceof SqlIdentifier star && star.isStar()) {
                for (Field field : schema.fields()) {
                    items.add(new SqlIdentifier(List.of(alias, field.name()), item.getParserPosition()));
                }
            } else if (isCall(item)) {
                items.add(SqlStdOperatorTable.AS.createCall(
                        item.getParserPosition(), item, new SqlIdentifier("proctime", item.getParserPosition())));
            } else {
                items.add(item);
            }
        }
        select.setSelectList(items);
    }

    /** Puts the column in place of calls outside of subqueries. */
    private static final class Replacement extends SqlShuttle {
        private final SqlIdentifier column;

        Replacement(SqlIdentifier column) {
            this.column = column;
        }

        @Override
        public SqlNode visit(SqlCall call) {
            if (isCall(call)) {
                return column.clone(call.getParserPosition());
            }
            return isQuery(call) ? call : super.visit(call);
        }
    }
}
