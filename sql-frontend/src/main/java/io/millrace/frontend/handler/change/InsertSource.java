package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.parser.SqlTrees;
import io.millrace.frontend.statement.Insert;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * An INSERT's source as a query of whole rows of its target. Columns that are not named come behind the source's own, as their DEFAULT expressions, and
 * a projection puts all in the target's order:
 *
 * <pre>
 * INSERT INTO t (b, a) VALUES (1, DEFAULT)      VALUES (1, default of a, default of c)
 * INSERT INTO t (b, a) SELECT x, y FROM s       SELECT x, y, default of c FROM s
 * INSERT INTO t (b, a) q1 UNION q2              SELECT q.*, default of c FROM (q1 UNION q2) AS q
 * </pre>
 */
final class InsertSource {
    private static final String SOURCE = "$source";

    private final CatalogObject target;
    private final List<Integer> named;
    private final List<Integer> defaulted = new ArrayList<>();
    private final SourcePosition position;

    InsertSource(CatalogObject target, Insert insert) {
        this.target = target;
        this.position = insert.position();
        this.named = ChangeTarget.columns(target, insert.columns(), insert.target().position());
        for (int c = 0; c < target.schema().size(); c++) {
            if (!named.contains(c)) {
                defaulted.add(c);
            }
        }
    }

    /** Positions in the target of the columns that {@link #tree} gives, in its order. */
    List<Integer> order() {
        List<Integer> order = new ArrayList<>(named);
        order.addAll(defaulted);
        return order;
    }

    /** How many values a row of the source has. */
    int named() {
        return named.size();
    }

    /** The query that gives the columns of {@link #order}. */
    SqlNode tree(SqlNode source) {
        if (source.getKind() == SqlKind.VALUES) {
            return expandValues((SqlCall) source);
        }
        return defaulted.isEmpty() ? source : expandQuery(source);
    }

    private SqlNode expandValues(SqlCall values) {
        List<SqlNode> rows = new ArrayList<>();
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> given = row instanceof SqlCall call && row.getKind() == SqlKind.ROW ? call.getOperandList() : List.of(row);
            requireWidth(given.size(), row.getParserPosition());
            List<SqlNode> whole = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                whole.add(ColumnDefaults.resolve(given.get(i), target, named.get(i)));
            }
            defaulted.forEach(column -> whole.add(ColumnDefaults.of(target, column)));
            rows.add(SqlStdOperatorTable.ROW.createCall(row.getParserPosition(), whole));
        }
        return SqlStdOperatorTable.VALUES.createCall(values.getParserPosition(), rows);
    }

    private void requireWidth(int found, SqlParserPos at) {
        if (found != named.size()) {
            throw new MillraceException(
                    ErrorCode.SYNTAX_ERROR,
                    "INSERT into \"" + target.name() + "\" takes " + named.size() + " values a row, found " + found)
                    .at(at.getLineNum() > 0 ? new SourcePosition(at.getLineNum(), at.getColumnNum()) : position);
        }
    }

    private SqlNode expandQuery(SqlNode source) {
        if (source instanceof SqlOrderBy order && isExtensible(order.query)) {
            extend((SqlSelect) order.query);
            return order;
        }
        if (isExtensible(source)) {
            extend((SqlSelect) source);
            return source;
        }
        List<SqlNode> items = new ArrayList<>(List.of(SqlTrees.star(SOURCE)));
        defaulted.forEach(column -> items.add(defaultItem(column)));
        return SqlTrees.select(items, SqlTrees.alias(source, SOURCE), null);
    }

    /** Whether items can be added to the SELECT without changing which rows it gives. */
    private static boolean isExtensible(SqlNode query) {
        return query instanceof SqlSelect select && !select.isDistinct();
    }

    private void extend(SqlSelect select) {
        List<SqlNode> items = new ArrayList<>(select.getSelectList());
        defaulted.forEach(column -> items.add(defaultItem(column)));
        select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
    }

    private SqlNode defaultItem(int column) {
        return SqlTrees.alias(ColumnDefaults.of(target, column), "$default" + column);
    }

    /** Plans the source: whole rows of the target, in its order. */
    PlannedQuery plan(SqlNode source, StatementContext context, CatalogView catalog) {
        List<Integer> order = order();
        List<Field> wanted = new ArrayList<>();
        for (int column : order) {
            Field field = target.schema().field(column);
            wanted.add(new Field(field.name(), field.type(), true));
        }
        PlannedQuery planned = context.plan(
                tree(source), PlannerRequest.Mode.BATCH, Optional.of(new Schema(wanted)), context.session().schema(), catalog);
        return new PlannedQuery(
                reorder(planned.plan(), order), target.schema(), planned.parameterTypes(), planned.dependencies(), planned.logicalText());
    }

    private PlanNode reorder(PlanNode plan, List<Integer> order) {
        List<Expr> columns = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        boolean inOrder = true;
        for (int c = 0; c < order.size(); c++) {
            int from = order.indexOf(c);
            inOrder &= from == c;
            columns.add(Expr.column(from, plan.schema().type(from)));
            fields.add(plan.schema().field(from));
        }
        return inOrder ? plan : new PlanNode.Project(plan, columns, new Schema(fields));
    }

    /** Whether this is VALUES whose rows need no planning; see {@link LiteralRows}. */
    static boolean isValues(SqlNode source) {
        return source instanceof SqlBasicCall && source.getKind() == SqlKind.VALUES;
    }
}
