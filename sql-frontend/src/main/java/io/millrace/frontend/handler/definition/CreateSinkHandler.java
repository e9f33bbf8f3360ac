package io.millrace.frontend.handler.definition;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.CreateSink;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CREATE SINK: its query's contents are handed to the sink when the statement returns, and every change after that. The catalog hears of it last: what has
 * no place in it after a crash was never there.
 */
public final class CreateSinkHandler implements StatementHandler<CreateSink> {
    private static final String TAG = "CREATE SINK";

    @Override
    public StatementResult run(CreateSink statement, StatementContext context) {
        return Creation.create(statement.name(), statement.ifNotExists(), TAG, context, name -> {
            PlannedQuery planned = context.plan(statement.query().node(), PlannerRequest.Mode.CONTINUOUS, Optional.empty());
            SinkDraft draft = SinkDraft.of(statement, name, context.newId(), planned, context);
            CatalogObject.Sink sink = withSideTables(draft.sink(), statement, planned, context);
            if (context.strictState()) {
                StateText.requireBounded(context.node().views().stateOf(sink.asView(), planned.plan()));
            }
            context.node().views().create(sink.asView(), planned.plan());
            Creation.record(sink, context, context.node().views()::drop);
            return context.done(TAG);
        });
    }

    private static CatalogObject.Sink withSideTables(
            CatalogObject.Sink sink, CreateSink statement, PlannedQuery planned, StatementContext context) {
        Map<String, String> options = new HashMap<>(sink.options());
        List<String> dependencies = new ArrayList<>(sink.dependencies());
        dependencies.addAll(SideTables.resolve(statement.asView(), planned, options, context));
        return new CatalogObject.Sink(
                sink.id(), sink.name(), sink.schema(), sink.sql(), sink.searchSchema(), sink.emit(), sink.connector(), dependencies, false,
                options);
    }
}
