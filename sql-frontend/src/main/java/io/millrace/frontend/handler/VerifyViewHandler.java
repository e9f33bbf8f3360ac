package io.millrace.frontend.handler;

import io.millrace.cluster.view.HeldView;
import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.ComparedRows;
import io.millrace.frontend.execution.CatalogAtTick;
import io.millrace.frontend.execution.QueryRows;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.StoredViews;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.VerifyView;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * VERIFY VIEW: computes the view's query in batch over what its inputs held at the view's tick, and gives the rows that are not equally often in both, with
 * how often they are in either. No rows: the view is right.
 */
public final class VerifyViewHandler implements StatementHandler<VerifyView> {
    @Override
    public StatementResult run(VerifyView statement, StatementContext context) {
        CatalogObject.MaterializedView view =
                ObjectNames.require(statement.name(), CatalogObject.MaterializedView.class, "materialized view", context);
        BufferAllocator allocator = context.node().allocator();
        try (HeldView held = context.node().views().hold(view);
                ComparedRows rows = new ComparedRows(allocator, view.schema())) {
            for (Batch batch : held.contents().batches()) {
                try (Batch typed = RowTransfer.typed(batch.withSelection(null), view.schema(), allocator)) {
                    rows.addLeft(typed);
                }
            }
            PlannedQuery planned = new StoredViews(context.node())
                    .plan(view, new CatalogAtTick(context.catalog(), held.targets()), PlannerRequest.Mode.BATCH);
            try (QueryRows answer =
                    context.startHeld(held.asOfTick(planned.plan()), planned.schema(), StoredViews.zoneOf(view))) {
                for (Batch batch = answer.next(); batch != null; batch = answer.next()) {
                    try (Batch typed = RowTransfer.typed(batch, view.schema(), allocator)) {
                        rows.addRight(typed);
                    }
                }
            }
            List<List<Object>> differences = RowDifferences.of(rows);
            context.warn(differences.isEmpty()
                    ? "view \"" + view.name() + "\" is equal to its query's batch answer at tick " + held.tick()
                    : "view \"" + view.name() + "\" differs from its query's batch answer at tick " + held.tick());
            return context.rows("VERIFY VIEW", schema(view.schema()), differences);
        }
    }

    private static Schema schema(Schema view) {
        return view.concat(Schema.of(Field.of("view_weight", SqlType.BIGINT), Field.of("batch_weight", SqlType.BIGINT)));
    }
}
