package io.millrace.frontend.http;

import io.millrace.cluster.node.MillraceNode;
import io.millrace.cluster.query.QueryInfo;
import io.millrace.cluster.view.ViewInfo;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.frontend.execution.PlanCache;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** {@code /metrics} in Prometheus' text form. */
public final class MetricsEndpoint implements Endpoint {
    private static final int NANO_DIGITS = 9;

    private final MillraceNode node;
    private final HttpCounters counters;
    private final PlanCache plans;
    private final long startNanos;

    public MetricsEndpoint(MillraceNode node, HttpCounters counters, PlanCache plans) {
        this.node = node;
        this.counters = counters;
        this.plans = plans;
        this.startNanos = node.clock().monotonicNanos();
    }

    @Override
    public void handle(HttpExchange exchange) {
        StringBuilder text = new StringBuilder();
        gauge(text, "millrace_uptime_seconds", "time since the doors opened",
                BigDecimal.valueOf(node.clock().monotonicNanos() - startNanos, NANO_DIGITS).toPlainString());
        gauge(text, "millrace_column_memory_bytes", "memory of column data, all queries and views together",
                Long.toString(node.allocator().getAllocatedMemory()));
        gauge(text, "millrace_column_memory_limit_bytes", "limit of that memory", Long.toString(node.allocator().getLimit()));
        gauge(text, "millrace_heap_bytes", "used Java heap",
                Long.toString(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
        counters.write(text);
        queries(text);
        plans(text);
        views(text);
        exchange.answer(200, "text/plain; version=0.0.4; charset=utf-8", text.toString());
    }

    private void queries(StringBuilder text) {
        List<QueryInfo> queries = node.queries().queries();
        gauge(text, "millrace_queries_running", "queries that run now",
                Long.toString(queries.stream().filter(q -> q.state() == QueryInfo.State.RUNNING).count()));
    }

    private void plans(StringBuilder text) {
        counter(text, "millrace_plan_cache_hits_total", "queries that ran by a plan made before", plans.hits());
        counter(text, "millrace_plan_cache_misses_total", "queries that were planned while the session has plans kept", plans.misses());
        gauge(text, "millrace_plan_cache_plans", "plans that are kept", Integer.toString(plans.size()));
    }

    private void views(StringBuilder text) {
        List<ViewInfo> views = node.views().views();
        family(text, "millrace_view_lag_ticks", "gauge", "ticks bound that the view has not taken");
        views.forEach(v -> sample(text, "millrace_view_lag_ticks", v, v.lagTicks()));
        family(text, "millrace_view_rows_in_total", "counter", "rows that the view has taken in");
        views.forEach(v -> sample(text, "millrace_view_rows_in_total", v, v.rowsIn()));
        family(text, "millrace_view_late_rows_total", "counter", "rows that came too late");
        views.forEach(v -> sample(text, "millrace_view_late_rows_total", v, v.lateRows()));
        family(text, "millrace_view_state_bytes", "gauge", "memory of the view's state");
        views.forEach(v -> sample(text, "millrace_view_state_bytes", v, v.stateBytes()));
    }

    private void sample(StringBuilder text, String name, ViewInfo view, long value) {
        ObjectName object = node.metadata().state().byId(view.id()).map(CatalogObject::name).orElse(new ObjectName("", view.id()));
        text.append(name).append("{view=\"").append(escaped(object.toString())).append("\",state=\"")
                .append(view.state().toLowerCase(Locale.ROOT)).append("\"} ").append(value).append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static void gauge(StringBuilder text, String name, String help, String value) {
        family(text, name, "gauge", help);
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void counter(StringBuilder text, String name, String help, long value) {
        family(text, name, "counter", help);
        text.append(name).append(' ').append(value).append('\n');
    }

    static void family(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
