package io.millrace.frontend.execution;

import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.frontend.security.Authorization;
import io.millrace.frontend.session.Settings;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.apache.calcite.sql.SqlNode;

/**
 * The plan of one statement's query: one that was made before, or a new one, which is kept if it may run again. A query with parameters is planned without
 * their values, which are put into the plan for each run; where the values matter to the plan it is planned with them, each time.
 */
final class ReusablePlans {
    private final StatementContext context;
    private final PlanCache cache;
    private final PlanCache.Key key;
    private final List<Expr.Literal> values;

    private ReusablePlans(StatementContext context, PlanCache cache) {
        this.context = context;
        this.cache = cache;
        this.values = context.parameters().orElseThrow();
        this.key = new PlanCache.Key(
                context.sql(), context.session().schema(), context.session().user(), context.session().restricted(),
                context.session().zone(), context.session().get(Settings.OPTIMIZE), values.stream().map(Expr::type).toList());
    }

    /** Empty if the session wants none, or the statement is not run. */
    static Optional<ReusablePlans> of(StatementContext context, PlanCache cache) {
        return context.parameters().isPresent() && context.sql().length() <= PlanCache.TEXT_LENGTH_MAX
                && context.session().get(Settings.PLAN_CACHE)
                        ? Optional.of(new ReusablePlans(context, cache))
                        : Optional.empty();
    }

    /** The plan that was made before, with this run's values, over this moment's catalog. */
    Optional<PlannedQuery> known() {
        Optional<CachedPlan> cached = cache.find(key);
        if (cached.isEmpty()) {
            return Optional.empty();
        }
        Authorization authorization = context.authorization();
        Optional<PlannedQuery> planned = now(cached.get());
        if (planned.isPresent()) {
            authorization.requireReads(planned.get().dependencies(), context.ids(cached.get().names()));
            cache.hit();
        }
        return planned.map(this::bound);
    }

    /** Of several tables no transaction of others may become visible between two. */
    private Optional<PlannedQuery> now(CachedPlan cached) {
        if (!cached.readsSeveral()) {
            return cached.at(context.catalogState(), context.catalog());
        }
        Lock pinning = context.tables().betweenTransactions();
        pinning.lock();
        try {
            return cached.at(context.catalogState(), context.catalog());
        } finally {
            pinning.unlock();
        }
    }

    private PlannedQuery bound(PlannedQuery planned) {
        return values.isEmpty() ? planned : planned.bind(values, key.optimize());
    }

    /** Plans the query, whose tree is written into. */
    PlannedQuery plan(SqlNode query) {
        Optional<PlannedQuery> known = known();
        if (known.isPresent()) {
            return known.get();
        }
        cache.missed();
        Set<ObjectName> names = context.namesIn(query);
        boolean unfit = cache.find(key).filter(cached -> cached == CachedPlan.UNFIT).isPresent();
        if (values.isEmpty()) {
            PlannedQuery planned = context.planBatch(query);
            keep(planned, names);
            return planned;
        }
        Optional<PlannedQuery> general = unfit ? Optional.empty() : general(query);
        if (general.isPresent()) {
            PlannedQuery planned = general.get().bind(values, key.optimize());
            keep(general.get(), names);
            return planned;
        }
        PlannedQuery planned = context.planBatch(unfit ? query : StatementContext.parseQuery(context.sql()));
        cache.put(key, CachedPlan.UNFIT);
        return planned;
    }

    /** A plan for any values; empty if there is none, or if values would make a better one. */
    private Optional<PlannedQuery> general(SqlNode query) {
        try {
            return Optional.of(context.planBatch(query, new PlannerSettings(key.optimize(), false, true))).filter(PlannedQuery::isBindable);
        } catch (MillraceException e) {
            if (e.code().category() == ErrorCode.Category.CANCELLED) {
                throw e;
            }
            // With its values the query is planned again, or fails for good.
            return Optional.empty();
        }
    }

    private void keep(PlannedQuery planned, Set<ObjectName> names) {
        Optional<CachedPlan> cached = planned.reusable()
                ? CachedPlan.of(planned, names, context.catalogState(), context.catalog())
                : Optional.empty();
        cache.put(key, cached.orElse(CachedPlan.UNFIT));
    }
}
