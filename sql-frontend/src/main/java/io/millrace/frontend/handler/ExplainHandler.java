package io.millrace.frontend.handler;

import io.millrace.cluster.coordinator.FragmentedPlan;
import io.millrace.cluster.view.ViewState;
import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.OperatorStatistics;
import io.millrace.frontend.execution.QueryRows;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.definition.SinkDraft;
import io.millrace.frontend.handler.definition.StateText;
import io.millrace.frontend.statement.CreateMaterializedView;
import io.millrace.frontend.statement.CreateSink;
import io.millrace.frontend.statement.CreateTableAs;
import io.millrace.frontend.statement.CreateView;
import io.millrace.frontend.statement.Explain;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.QueryText;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.Subscribe;
import io.millrace.planner.PlanText;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import io.millrace.planner.fragment.Fragment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** EXPLAIN: the plan of a statement's query, one line a row; ANALYZE runs it and throws its rows away. */
public final class ExplainHandler implements StatementHandler<Explain> {
    private static final Schema LINES = Schema.of(Field.of("plan", SqlType.VARCHAR));

    @Override
    public StatementResult run(Explain statement, StatementContext context) {
        Statement explained = statement.statement();
        QueryText query = query(explained).orElseThrow(() -> new MillraceException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "EXPLAIN is for statements with a query").at(explained.position()));
        boolean continuous =
                explained instanceof CreateMaterializedView || explained instanceof CreateSink || explained instanceof Subscribe
                        || statement.mode() == Explain.Mode.STATE;
        PlannerRequest.Mode mode = continuous ? PlannerRequest.Mode.CONTINUOUS : PlannerRequest.Mode.BATCH;
        PlannedQuery planned = context.plan(query.node(), mode, Optional.empty());
        if (explained instanceof CreateSink sink && statement.mode() == Explain.Mode.PHYSICAL && !statement.json()) {
            SinkDraft draft = SinkDraft.of(sink, context.resolve(sink.name()), "explained", planned, context);
            return lines("Sink: " + draft.text() + '\n' + PlanText.render(planned.plan(), node -> ""), context);
        }
        return switch (statement.mode()) {
            case LOGICAL -> lines(planned.logicalText().get(), context);
            case PHYSICAL -> statement.json() || continuous
                    ? shown(planned.plan(), Map.of(), statement, context)
                    : context.fragments(planned.plan())
                            .map(cut -> lines(fragments(cut), context))
                            .orElseGet(() -> shown(planned.plan(), Map.of(), statement, context));
            case STATE -> lines(String.join("\n", state(explained, planned, context)), context);
            case ANALYZE -> {
                if (continuous) {
                    throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                            "EXPLAIN ANALYZE runs a query to its end; a continuous one has none").at(statement.position());
                }
                yield analyzed(planned, statement, context);
            }
        };
    }

    /** What a view of the query would keep; and of views that it reads, what they keep now. */
    private static List<String> state(Statement explained, PlannedQuery planned, StatementContext context) {
        boolean created = explained instanceof CreateMaterializedView || explained instanceof CreateSink;
        CatalogObject.MaterializedView view = new CatalogObject.MaterializedView(
                "explained", new ObjectName(ObjectName.DEFAULT_SCHEMA, "explained"), planned.schema(), "", ObjectName.DEFAULT_SCHEMA,
                new CatalogObject.Freshness.Continuous(),
                explained instanceof CreateMaterializedView s ? s.emit()
                        : explained instanceof CreateSink s ? s.emit() : new CatalogObject.Emit.Changes(),
                planned.dependencies(), false,
                explained instanceof CreateMaterializedView s ? s.options() : Map.of());
        List<String> lines = new ArrayList<>(StateText.lines(context.node().views().stateOf(view, planned.plan())));
        for (String id : created ? List.<String>of() : planned.dependencies()) {
            CatalogObject object = context.node().metadata().state().byId(id).orElse(null);
            if (object instanceof CatalogObject.MaterializedView read) {
                List<ViewState> now = context.node().views().state(id);
                lines.add("view " + read.name() + (now == null ? ": its state is on workers" : ""));
                if (now != null) {
                    StateText.lines(now).forEach(line -> lines.add(line.startsWith("WARNING") ? line : "  " + line));
                }
            }
        }
        return lines;
    }

    private static String fragments(FragmentedPlan cut) {
        StringBuilder out = new StringBuilder();
        for (Fragment fragment : cut.fragments().reversed()) {
            String where = fragment == cut.root() || FragmentedPlan.pinned(fragment)
                    ? "on this node"
                    : fragment.singleTask() ? "in one task" : "in every task";
            out.append("Fragment ").append(fragment.id()).append(' ').append(where).append('\n');
            PlanText.render(fragment.root(), node -> "").lines().forEach(line -> out.append("  ").append(line).append('\n'));
        }
        return out.toString();
    }

    private static Optional<QueryText> query(Statement statement) {
        return switch (statement) {
            case Query s -> Optional.of(s.query());
            case Insert s -> Optional.of(s.source());
            case CreateTableAs s -> Optional.of(s.query());
            case CreateView s -> Optional.of(s.query());
            case CreateMaterializedView s -> Optional.of(s.query());
            case CreateSink s -> Optional.of(s.query());
            case Subscribe s -> s.query();
            default -> Optional.empty();
        };
    }

    private static StatementResult analyzed(PlannedQuery planned, Explain statement, StatementContext context) {
        try (QueryRows rows = context.start(planned)) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                batch.close();
            }
            Map<PlanNode, OperatorStatistics> byNode = new IdentityHashMap<>();
            collect(rows.query().statistics(), byNode);
            return shown(rows.query().statistics().node(), byNode, statement, context);
        }
    }

    private static void collect(OperatorStatistics statistics, Map<PlanNode, OperatorStatistics> byNode) {
        byNode.put(statistics.node(), statistics);
        statistics.inputs().forEach(input -> collect(input, byNode));
    }

    private static StatementResult shown(
            PlanNode plan, Map<PlanNode, OperatorStatistics> statistics, Explain statement, StatementContext context) {
        if (statement.json()) {
            return context.rows("EXPLAIN", LINES, List.of(List.of(PlanJson.of(plan, statistics))));
        }
        return lines(PlanText.render(plan, node -> annotation(statistics.get(node))), context);
    }

    private static String annotation(OperatorStatistics statistics) {
        if (statistics == null) {
            return "";
        }
        String spilled = statistics.spilledBytes() > 0 ? ", spilled " + statistics.spilledBytes() + " bytes" : "";
        return " (rows " + statistics.rowsOut() + ", " + String.format(Locale.ROOT, "%.3f", statistics.nanos() / 1e6) + " ms, peak "
                + statistics.peakBytes() + " bytes" + spilled + ")";
    }

    private static StatementResult lines(String text, StatementContext context) {
        List<List<Object>> rows = new ArrayList<>();
        text.lines().forEach(line -> rows.add(List.of(line)));
        return context.rows("EXPLAIN", LINES, rows);
    }
}
