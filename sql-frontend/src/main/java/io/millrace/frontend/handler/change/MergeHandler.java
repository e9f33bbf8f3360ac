package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.Merge;
import io.millrace.planner.PlannerRequest;
import java.util.Optional;

/** MERGE INTO; see {@link MergePlan}. */
public final class MergeHandler implements StatementHandler<Merge> {
    @Override
    public StatementResult run(Merge statement, StatementContext context) {
        CatalogObject.Table table = ChangeTarget.table(statement.target(), "MERGE", context);
        String alias = statement.alias().orElse(table.name().name());
        MergePlan plan = new MergePlan(table, alias, statement.clauses(), statement.position());
        long count = ChangeRun.run(
                table,
                context,
                change -> context.plan(
                        plan.tree(statement.source().node(), statement.condition()),
                        PlannerRequest.Mode.BATCH,
                        Optional.of(plan.wanted()),
                        context.session().schema(),
                        new StatementCatalog(context.catalog(), table.id(), change.target(), null)),
                (rows, changes) -> new MergeRun(plan, table, changes, MergeRun.Repeated.FAIL, "MERGE").run(rows));
        return context.done("MERGE", count);
    }
}
