package io.millrace.frontend.handler;

import io.millrace.cluster.view.Subscription;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.SubscriptionRows;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.Subscribe;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import java.util.Optional;

/** SUBSCRIBE TO a view, or to a query that is kept as a view for as long as it is read. */
public final class SubscribeHandler implements StatementHandler<Subscribe> {
    @Override
    public StatementResult run(Subscribe statement, StatementContext context) {
        if (statement.asOfTick().isPresent() && statement.view().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.SUBSCRIPTION_EXPIRED,
                    "a subscription to a query ends with its connection: there is nothing to go on with AS OF TICK "
                            + statement.asOfTick().getAsLong())
                    .at(statement.position())
                    .withHint("make a materialized view of the query and subscribe to that");
        }
        SubscriptionRows rows = new SubscriptionRows(subscription(statement, context), context.node().allocator());
        context.started(rows);
        return context.rows("SUBSCRIBE", rows);
    }

    private static Subscription subscription(Subscribe statement, StatementContext context) {
        if (statement.view().isPresent()) {
            CatalogObject.MaterializedView view = ObjectNames.require(
                    statement.view().get(), CatalogObject.MaterializedView.class, "materialized view", context);
            return statement.asOfTick().isPresent()
                    ? context.node().views().resume(view.id(), statement.asOfTick().getAsLong())
                    : context.node().views().subscribe(view.id(), statement.snapshot());
        }
        PlannedQuery planned =
                context.plan(statement.query().orElseThrow().node(), PlannerRequest.Mode.CONTINUOUS, Optional.empty());
        return context.node().views().subscribe("subscription-" + context.newId(), planned.plan(), statement.snapshot());
    }
}
