package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.port.TableSink;
import io.millrace.frontend.execution.QueryRows;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.planner.PlannedQuery;
import io.millrace.storage.table.TableChange;

/** The frame of a changing statement: the table's lock is taken, the query planned at the version it holds, its rows turned to changes, all committed. */
final class ChangeRun {
    private ChangeRun() {}

    /** Plans what to read of the table as it is under the lock. */
    interface Planning {
        PlannedQuery plan(TableChange change);
    }

    /** Turns rows to changes; how many rows of the table that concerns. */
    interface Body {
        long run(QueryRows rows, RowChanges changes);
    }

    static long run(CatalogObject.Table table, StatementContext context, Planning planning, Body body) {
        try (TableChange change = ChangeTarget.change(table, context)) {
            PlannedQuery planned = planning.plan(change);
            // The change holds batches of the query until it is committed or closed, so it goes before the query does.
            try (QueryRows rows = context.start(planned);
                    TableChange first = change;
                    TableSink guarded = CheckConstraints.guard(first, table, context);
                    RowChanges changes = new RowChanges(guarded, table.schema(), context.node().allocator())) {
                long count = body.run(rows, changes);
                guarded.commit();
                return count;
            }
        }
    }
}
