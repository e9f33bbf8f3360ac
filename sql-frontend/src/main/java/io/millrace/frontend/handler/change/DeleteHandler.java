package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.parser.SqlTrees;
import io.millrace.frontend.statement.Delete;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.planner.PlannerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlNode;

/**
 * DELETE, as the query of the rows that go:
 *
 * <pre>
 * DELETE FROM t WHERE c              SELECT t.* FROM t WHERE c
 * DELETE FROM t USING s WHERE c      SELECT t.* FROM t WHERE EXISTS (SELECT 1 FROM s WHERE c)
 * </pre>
 */
public final class DeleteHandler implements StatementHandler<Delete> {
    @Override
    public StatementResult run(Delete statement, StatementContext context) {
        CatalogObject.Table table = ChangeTarget.table(statement.target(), "DELETE", context);
        List<Integer> columns = IntStream.range(0, table.schema().size()).boxed().toList();
        long[] count = new long[1];
        ChangeRun.run(
                table,
                context,
                change -> context.plan(
                        tree(statement, table), PlannerRequest.Mode.BATCH, Optional.empty(), context.session().schema(),
                        new StatementCatalog(context.catalog(), table.id(), change.target(), null)),
                (rows, changes) -> {
                    RowTransfer.each(rows, batch -> {
                        count[0] += batch.rows();
                        changes.write(batch, columns, batch.selection(), -1);
                    });
                    return count[0];
                });
        return context.done("DELETE", count[0]);
    }

    static SqlNode tree(Delete statement, CatalogObject.Table table) {
        String alias = statement.alias().orElse(table.name().name());
        SqlNode where = statement.where().map(ExpressionText::node).orElse(null);
        if (statement.using().isPresent()) {
            where = SqlTrees.exists(SqlTrees.select(List.of(SqlTrees.number(1)), statement.using().get().node(), where));
        }
        List<SqlNode> items = new ArrayList<>();
        table.schema().fields().forEach(field -> items.add(SqlTrees.name(alias, field.name())));
        return SqlTrees.select(items, SqlTrees.alias(SqlTrees.name(table.name().schema(), table.name().name()), alias), where);
    }
}
