package io.millrace.frontend.handler.change;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.parser.SqlTrees;
import io.millrace.frontend.statement.Assignment;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.frontend.statement.Update;
import io.millrace.planner.PlannerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlNode;

/**
 * UPDATE, as the query of old rows and new values:
 *
 * <pre>
 * UPDATE t SET a = e WHERE c             SELECT t.*, e FROM t WHERE c
 * UPDATE t SET a = e FROM s WHERE c      SELECT t.*, [row number,] e FROM t, s WHERE c      each row of t once, whichever comes first
 * </pre>
 */
public final class UpdateHandler implements StatementHandler<Update> {
    @Override
    public StatementResult run(Update statement, StatementContext context) {
        CatalogObject.Table table = ChangeTarget.table(statement.target(), "UPDATE", context);
        List<Integer> assigned = assigned(statement.assignments(), table);
        int width = table.schema().size();
        RowIdentity identity = new RowIdentity(table);
        String alias = statement.alias().orElse(table.name().name());
        int identityItems = statement.from().isPresent() ? identity.items(alias).size() : 0;
        List<Integer> newColumns = new ArrayList<>(IntStream.range(0, width).boxed().toList());
        for (int i = 0; i < assigned.size(); i++) {
            newColumns.set(assigned.get(i), width + identityItems + i);
        }
        List<Integer> oldColumns = IntStream.range(0, width).boxed().toList();
        long[] count = new long[1];
        ChangeRun.run(
                table,
                context,
                change -> context.plan(
                        tree(statement, table, alias, identity, assigned),
                        PlannerRequest.Mode.BATCH,
                        Optional.of(wanted(table.schema(), identityItems, assigned)),
                        context.session().schema(),
                        new StatementCatalog(context.catalog(), table.id(), change.target(), null)),
                (rows, changes) -> {
                    RowTransfer.each(rows, batch -> {
                        Selection selection = statement.from().isPresent() ? firsts(batch, identity, width) : batch.selection();
                        count[0] += selection == null ? batch.physicalRows() : selection.count();
                        changes.write(batch, oldColumns, selection, -1);
                        changes.write(batch, newColumns, selection, 1);
                    });
                    return count[0];
                });
        return context.done("UPDATE", count[0]);
    }

    static List<Integer> assigned(List<Assignment> assignments, CatalogObject.Table table) {
        List<Integer> columns = new ArrayList<>();
        for (Assignment assignment : assignments) {
            int column = ChangeTarget.column(table, assignment.column(), assignment.position());
            if (columns.contains(column)) {
                throw new MillraceException(ErrorCode.DUPLICATE_COLUMN, "column \"" + assignment.column() + "\" is assigned twice")
                        .at(assignment.position());
            }
            columns.add(column);
        }
        return columns;
    }

    static Schema wanted(Schema table, int identityItems, List<Integer> assigned) {
        List<Field> fields = new ArrayList<>();
        table.fields().forEach(field -> fields.add(Field.of(field.name(), field.type())));
        for (int i = 0; i < identityItems; i++) {
            fields.add(Field.of("$row", SqlType.BIGINT));
        }
        assigned.forEach(column -> fields.add(Field.of(table.field(column).name(), table.type(column))));
        return new Schema(fields);
    }

    static SqlNode tree(
            Update statement, CatalogObject.Table table, String alias, RowIdentity identity, List<Integer> assigned) {
        SqlNode name = SqlTrees.name(table.name().schema(), table.name().name());
        List<SqlNode> items = new ArrayList<>();
        table.schema().fields().forEach(field -> items.add(SqlTrees.alias(SqlTrees.name(alias, field.name()), "$old_" + field.name())));
        SqlNode from = SqlTrees.alias(name, alias);
        if (statement.from().isPresent()) {
            items.addAll(identity.items(alias));
            from = SqlTrees.cross(identity.numbered(name, alias, List.of()), statement.from().get().node());
        }
        for (int i = 0; i < assigned.size(); i++) {
            SqlNode value = statement.assignments().get(i).value().node();
            items.add(SqlTrees.alias(ColumnDefaults.resolve(value, table, assigned.get(i)), "$new_" + i));
        }
        return SqlTrees.select(items, from, statement.where().map(ExpressionText::node).orElse(null));
    }

    private static Selection firsts(Batch batch, RowIdentity identity, int identityColumn) {
        int[] positions = new int[batch.rows()];
        int count = 0;
        for (int i = 0; i < batch.rows(); i++) {
            int position = batch.selection() == null ? i : batch.selection().at(i);
            if (identity.first(batch, position, identityColumn)) {
                positions[count++] = position;
            }
        }
        return new Selection(positions, count);
    }
}
