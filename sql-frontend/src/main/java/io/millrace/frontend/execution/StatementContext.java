package io.millrace.frontend.execution;

import io.millrace.cluster.coordinator.FragmentedPlan;
import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.metadata.MetadataState;
import io.millrace.cluster.node.MillraceNode;
import io.millrace.cluster.query.ManagedQuery;
import io.millrace.cluster.query.PlanningQuery;
import io.millrace.cluster.query.QueryOptions;
import io.millrace.cluster.view.ViewSnapshots;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.security.Authorization;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.Settings;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.Query;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Planner;
import io.millrace.planner.PlannerRequest;
import io.millrace.planner.PlannerSettings;
import io.millrace.storage.table.TableStore;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.calcite.sql.SqlNode;

/** One statement's run: who, when, over which catalog. For one thread. */
public final class StatementContext {
    /** Between two looks at whether a statement that waits is cancelled. */
    private static final long PINNING_MILLIS = 50;

    private final EngineServices services;
    private final MillraceNode node;
    private final Session session;
    private final String sql;
    private final Optional<List<Expr.Literal>> parameters;
    private final Consumer<Cancellable> onStart;
    private final long statementMicros;
    private final List<String> warnings = new ArrayList<>();
    private CatalogView catalog;
    /** What the catalog shows, or a state shortly before it. */
    private MetadataState catalogState;
    /** The last query that was planned, until something is started of it. */
    private PlanningQuery planning;

    /**
     * @param sql the statement's own text
     * @param parameters values; absent if the statement is only described
     * @param onStart hears of every query that the statement plans or starts, so that it can be cancelled
     */
    public StatementContext(
            EngineServices services,
            Session session,
            String sql,
            Optional<List<Expr.Literal>> parameters,
            Consumer<Cancellable> onStart) {
        this.services = services;
        this.node = services.node();
        this.session = session;
        this.sql = sql;
        this.parameters = parameters;
        this.onStart = onStart;
        this.statementMicros = node.clock().epochMicros();
    }

    public MillraceNode node() {
        return node;
    }

    public TableStore tables() {
        return node.tables();
    }

    public Session session() {
        return session;
    }

    public String sql() {
        return sql;
    }

    public long statementMicros() {
        return statementMicros;
    }

    public Optional<List<Expr.Literal>> parameters() {
        return parameters;
    }

    /** The catalog at one version, from its first use to the statement's end. */
    public CatalogView catalog() {
        if (catalog == null) {
            catalogState = node.metadata().state();
            catalog = node.catalog();
        }
        return catalog;
    }

    /** The state of the metadata that {@link #catalog} shows, or one shortly before it. */
    MetadataState catalogState() {
        catalog();
        return catalogState;
    }

    public ObjectName resolve(QualifiedName name) {
        return name.resolve(session.schema());
    }

    /** An id that no object ever had. */
    public String newId() {
        return String.format(Locale.ROOT, "%016x", services.random().nextLong());
    }

    /**
     * Makes or drops objects while no other statement does; the catalog that {@code action} sees is the newest.
     */
    public StatementResult defining(Supplier<StatementResult> action) {
        services.definitions().lock();
        try {
            catalog = null;
            return action.get();
        } finally {
            services.definitions().unlock();
        }
    }

    /** What the session may do, as of now. */
    public Authorization authorization() {
        return new Authorization(session, node.metadata().state());
    }

    /** Who owns what this statement makes; nobody in particular where nobody has to log in. */
    public Optional<String> owner() {
        return session.restricted() ? Optional.of(session.user()) : Optional.empty();
    }

    public RandomGenerator random() {
        return services.random();
    }

    /** The catalog as changes left it. */
    public MetadataState apply(MetadataChange change) {
        return node.metadata().apply(change);
    }

    /** Whether views are refused whose state nothing bounds: by the session's setting or the server's. */
    public boolean strictState() {
        return services.strictState() || session.get(Settings.STRICT_STATE);
    }

    public void warn(String warning) {
        warnings.add(warning);
    }

    public StatementResult.Done done(String tag) {
        return done(tag, -1);
    }

    public StatementResult.Done done(String tag, long count) {
        return new StatementResult.Done(tag, count, warnings);
    }

    public StatementResult.Rows rows(String tag, RowStream rows) {
        return new StatementResult.Rows(tag, rows, warnings);
    }

    public StatementResult.Rows rows(String tag, Schema schema, List<List<Object>> rows) {
        return rows(tag, new FixedRows(schema, rows, node.allocator()));
    }

    /** Plans a query; the tree is written into. */
    public PlannedQuery plan(SqlNode query, PlannerRequest.Mode mode, Optional<Schema> target) {
        return plan(query, mode, target, session.schema());
    }

    public PlannedQuery plan(SqlNode query, PlannerRequest.Mode mode, Optional<Schema> target, String searchSchema) {
        return plan(query, mode, target, searchSchema, catalog());
    }

    /** Plans against another view of the catalog, as where a table is read under its lock. */
    public PlannedQuery plan(
            SqlNode query, PlannerRequest.Mode mode, Optional<Schema> target, String searchSchema, CatalogView from) {
        return plan(query, mode, target, searchSchema, from, new PlannerSettings(session.get(Settings.OPTIMIZE), false));
    }

    private PlannedQuery plan(
            SqlNode query, PlannerRequest.Mode mode, Optional<Schema> target, String searchSchema, CatalogView from,
            PlannerSettings settings) {
        Authorization authorization = authorization();
        Set<ObjectName> names = authorization.isFree() ? Set.of() : NamesInQuery.of(query, searchSchema);
        boolean continuous = mode == PlannerRequest.Mode.CONTINUOUS;
        PlannerRequest request = new PlannerRequest(
                SessionNames.replace(query, session, continuous),
                authorization.isFree() ? from : new CatalogWithoutFiles(from),
                searchSchema,
                mode,
                session.zone(),
                statementMicros,
                parameters,
                target,
                text -> SessionNames.replace(parseQuery(text), session, continuous),
                settings);
        PlannedQuery planned = plan(request);
        planned.dependencies().forEach(this::requireUnchanged);
        authorization.requireReads(planned.dependencies(), ids(names));
        return target.isPresent() ? AssignmentCasts.apply(planned, target.get()) : planned;
    }

    private PlannedQuery plan(PlannerRequest request) {
        try (PlanningQuery query = node.queries().planning(options())) {
            onStart.accept(query::cancel);
            planning = query;
            // tables are pinned while they are planned: no transaction of others comes between two of them
            Lock pinning = tables().betweenTransactions();
            awaitPinning(pinning, query);
            try {
                return Planner.plan(request, query::check);
            } finally {
                pinning.unlock();
            }
        }
    }

    /** As long as transactions of others become visible; ends with the statement's cancel or timeout. */
    private static void awaitPinning(Lock pinning, PlanningQuery query) {
        try {
            while (!pinning.tryLock(PINNING_MILLIS, TimeUnit.MILLISECONDS)) {
                query.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was interrupted", e);
        }
    }

    /** A transaction does not see its own changes yet, and a statement that would need to is refused. */
    public void requireUnchanged(String tableId) {
        boolean changed = session.transaction().filter(transaction -> transaction.hasWritten(tableId)).isPresent();
        if (changed) {
            String name = node.metadata().state().byId(tableId).map(object -> object.name().toString()).orElse(tableId);
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "table \"" + name + "\" was changed in this transaction and cannot be read before it is committed")
                    .withHint("read before you change, or COMMIT first; INSERT may follow other changes of a table");
        }
    }

    Set<String> ids(Set<ObjectName> names) {
        MetadataState state = node.metadata().state();
        Set<String> ids = new HashSet<>();
        names.forEach(name -> state.find(name).ifPresent(object -> ids.add(object.id())));
        return ids;
    }

    public PlannedQuery planBatch(SqlNode query) {
        return plan(query, PlannerRequest.Mode.BATCH, Optional.empty());
    }

    PlannedQuery planBatch(SqlNode query, PlannerSettings settings) {
        return plan(query, PlannerRequest.Mode.BATCH, Optional.empty(), session.schema(), catalog(), settings);
    }

    /** Plans this statement's query, unless that was done before and nothing has changed; the tree is written into. */
    public PlannedQuery planOrReuse(SqlNode query) {
        return reusable().map(plans -> plans.plan(query)).orElseGet(() -> planBatch(query));
    }

    /** The plan that {@link #planOrReuse} would not make anew, of a text that was not even parsed. */
    public Optional<PlannedQuery> knownPlan() {
        return reusable().flatMap(ReusablePlans::known);
    }

    /** None in a transaction, which asks what each plan reads. */
    private Optional<ReusablePlans> reusable() {
        return session.transaction().isPresent() ? Optional.empty() : ReusablePlans.of(this, services.plans());
    }

    /** Whatever a query's text may mean an object by; only of who needs a right to it. */
    Set<ObjectName> namesIn(SqlNode query) {
        return authorization().isFree() ? Set.of() : NamesInQuery.of(query, session.schema());
    }

    /** The tree of a query's text, as views keep it. */
    public static SqlNode parseQuery(String text) {
        if (StatementParser.parseOne(text).statement() instanceof Query query) {
            return query.query().node();
        }
        throw new IllegalStateException("not a query: " + text);
    }

    /** Starts a planned query, all views it reads held at one tick; the caller closes the rows. */
    public QueryRows start(PlannedQuery planned) {
        return start(planned.plan(), planned.schema());
    }

    /** Lets whoever runs the statement cancel these rows. */
    public void started(RowStream rows) {
        onStart.accept(rows);
    }

    public QueryRows start(PlanNode plan, Schema schema) {
        ViewSnapshots snapshots = node.views().pin(plan);
        try {
            PlanNode pinned = snapshots == null ? plan : snapshots.pin(plan);
            ManagedQuery query = start(pinned, options());
            QueryRows rows = new QueryRows(query, schema, snapshots, node.rejects());
            onStart.accept(rows);
            return rows;
        } catch (Throwable t) {
            if (snapshots != null) {
                snapshots.close();
            }
            throw t;
        }
    }

    /** Starts a plan all of whose inputs are held already, in a time zone of its own. */
    public QueryRows startHeld(PlanNode plan, Schema schema, ZoneId zone) {
        QueryRows rows = new QueryRows(start(plan, options(zone)), schema, null, node.rejects());
        onStart.accept(rows);
        return rows;
    }

    private ManagedQuery start(PlanNode plan, QueryOptions options) {
        PlanningQuery planned = planning;
        planning = null;
        return planned == null ? node.queries().start(plan, options) : node.queries().start(plan, options, planned);
    }

    private QueryOptions options() {
        return options(session.zone());
    }

    private QueryOptions options(ZoneId zone) {
        long memory = session.get(Settings.MEMORY_LIMIT);
        long most = node.options().queryMemoryBytesMax();
        return new QueryOptions(
                sql,
                session.user(),
                statementMicros,
                zone,
                session.get(Settings.STATEMENT_TIMEOUT),
                memory == 0 ? most : Math.min(memory, most),
                Math.toIntExact(session.get(Settings.BATCH_ROWS)),
                fragmentTasks(),
                session.get(Settings.FORCE_SPILL));
    }

    private int fragmentTasks() {
        return session.get(Settings.DISTRIBUTED) ? Math.toIntExact(session.get(Settings.LOCAL_TASKS)) : -1;
    }

    /** The fragments that a plan would run as; absent if it runs whole. */
    public Optional<FragmentedPlan> fragments(PlanNode plan) {
        return node.queries().fragments(plan, fragmentTasks());
    }
}
