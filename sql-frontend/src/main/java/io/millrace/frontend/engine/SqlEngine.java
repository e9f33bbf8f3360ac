package io.millrace.frontend.engine;

import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.Cancellable;
import io.millrace.frontend.execution.EngineServices;
import io.millrace.frontend.execution.PlanCache;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.change.CheckConstraints;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.SessionTransaction;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way that statements take, whatever door they came through. Thread-safe; calls block until there are rows or the statement is done. */
public final class SqlEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SqlEngine.class);

    private final EngineServices services;
    private final TransactionRules transactions;

    /** {@code random} gives the ids of new objects; {@code strictState}: views are refused whose state nothing bounds. */
    public SqlEngine(MillraceNode node, RandomGenerator random, boolean strictState) {
        this.services = new EngineServices(node, random, strictState);
        this.transactions = new TransactionRules(node.clock());
    }

    public MillraceNode node() {
        return services.node();
    }

    /** Hears of each statement's result, in order, and closes it; what it throws ends the run. */
    public interface Receiver {
        void result(StatementResult result, boolean last);

        /** The planning of a query started, or the query itself: what to cancel, in place of what came before, if the client goes away. */
        default void started(Cancellable running) {}
    }

    /**
     * Runs all statements of a text in order, up to the first that fails.
     *
     * @param parameters values for the parameters of every statement
     * @throws MillraceException of the statement that failed; those before it are done
     */
    public void run(String text, Session session, List<String> parameters, Receiver receiver) {
        List<Expr.Literal> values = parameters.stream().map(p -> Expr.literal(p, SqlType.VARCHAR)).toList();
        Optional<StatementResult> known = runKnown(text, session, values, receiver::started);
        if (known.isPresent()) {
            receiver.result(known.get(), true);
            return;
        }
        run(StatementParser.parse(text), session, values, receiver);
    }

    /** Runs parsed statements in order, up to the first that fails; each tree may be used only this once. */
    public void run(List<StatementParser.Parsed> statements, Session session, List<Expr.Literal> values, Receiver receiver) {
        for (int i = 0; i < statements.size(); i++) {
            StatementResult result = run(statements.get(i), session, values, receiver::started);
            receiver.result(result, i == statements.size() - 1);
        }
    }

    /** Runs a text that is one query, if it was planned before and that plan still holds; the text is not even parsed. */
    public Optional<StatementResult> runKnown(
            String text, Session session, List<Expr.Literal> values, Consumer<Cancellable> onStart) {
        transactions.expire();
        String bare = text.strip();
        String sql = bare.endsWith(";") ? bare.substring(0, bare.length() - 1).stripTrailing() : bare;
        StatementContext context = new StatementContext(services, session, sql, Optional.of(values), onStart);
        return guarded(sql, () -> context.knownPlan().map(plan -> context.rows("SELECT", context.start(plan))));
    }

    /** Plans of queries that ran. */
    public PlanCache plans() {
        return services.plans();
    }

    /** A statement to be run again and again with other values. */
    public PreparedStatement prepare(String text, Session session) {
        return new PreparedStatement(this, text, session);
    }

    StatementContext describing(StatementParser.Parsed parsed, Session session) {
        return new StatementContext(services, session, parsed.sql(), Optional.empty(), rows -> {});
    }

    /** A sink of rows that come through no statement, behind its table's CHECK constraints. */
    public TableSink guarded(TableSink sink, CatalogObject.Table table) {
        return CheckConstraints.guard(sink, table,
                new StatementContext(services, Session.initial(), "INSERT", Optional.of(List.of()), rows -> {}));
    }

    /** Runs a text of one statement; the caller closes the result. */
    public StatementResult runOne(String text, Session session) {
        return runKnown(text, session, List.of(), rows -> {})
                .orElseGet(() -> run(StatementParser.parseOne(text), session, List.of(), rows -> {}));
    }

    /** Parses and plans a query and goes no further. */
    public PlannedQuery planOne(String query, Session session) {
        return planOne(query, session, PlannerRequest.Mode.BATCH);
    }

    public PlannedQuery planOne(String query, Session session, PlannerRequest.Mode mode) {
        StatementContext context = new StatementContext(services, session, query, Optional.of(List.of()), rows -> {});
        return context.plan(StatementContext.parseQuery(query), mode, Optional.empty());
    }

    /** Runs a parsed statement; its tree may be used only this once. */
    public StatementResult run(
            StatementParser.Parsed parsed, Session session, List<Expr.Literal> parameters, Consumer<Cancellable> onStart) {
        StatementContext context = new StatementContext(services, session, parsed.sql(), Optional.of(parameters), onStart);
        return guarded(parsed.sql(), () -> {
            Optional<SessionTransaction> transaction = transactions.enter(parsed.statement(), session);
            try {
                transaction.ifPresent(entered -> TransactionRules.require(parsed.statement(), entered));
                StatementRights.require(parsed.statement(), context);
                return HandlerRegistry.run(parsed.statement(), context);
            } catch (RuntimeException | Error e) {
                transaction.ifPresent(SessionTransaction::fail);
                throw e;
            } finally {
                transactions.leave(transaction, session);
            }
        });
    }

    private static <T> T guarded(String sql, Supplier<T> run) {
        try {
            return run.get();
        } catch (MillraceException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply to be planned", e);
        } catch (RuntimeException | AssertionError e) {
            LOG.error("statement failed with a defect of ours: {}", sql, e);
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error: " + e, e);
        }
    }
}
