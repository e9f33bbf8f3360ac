package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Teaches a batch plan what a continuous one knows of time. Where rows of a watermarked stream are assigned to windows,
 *
 * <pre>
 * WindowAssign                    Project (without the watermark)
 *   …                               Filter (window_end &gt; watermark, and window_end &lt;= closed)
 *     Scan s            →             WindowAssign
 *                                       … (with the watermark)
 *                                         Scan s with watermarks
 * </pre>
 *
 * A session's lateness is that of its rows alone (time + gap against the watermark), so there the filter comes first.
 */
final class LatenessRewrite {
    /** Opens a stream with the watermarks less so many microseconds. */
    interface Opener {
        ScanTarget.View open(String streamId, long lessMicros);
    }

    private final Map<String, StreamFeed> timed;
    private final Opener opener;
    private final Long closedMicros;

    /**
     * @param timed streams with event time, by id
     * @param closedMicros only windows that ended by then show; null: all
     */
    LatenessRewrite(Map<String, StreamFeed> timed, Opener opener, Long closedMicros) {
        this.timed = timed;
        this.opener = opener;
        this.closedMicros = closedMicros;
    }

    PlanNode apply(PlanNode node) {
        if (node instanceof PlanNode.WindowAssign assign) {
            boolean session = assign.kind() == PlanNode.WindowAssign.WindowKind.SESSION;
            PlanNode input = carry(assign.input(), assign.timeColumn(), session ? assign.size() : 0);
            if (input != null) {
                return session ? session(assign, input) : windows(assign, input);
            }
        }
        return node.withInputs(node.inputs().stream().map(this::apply).toList());
    }

    private PlanNode windows(PlanNode.WindowAssign assign, PlanNode input) {
        int width = assign.input().schema().size();
        Schema schema = input.schema().concat(assign.schema().select(List.of(width, width + 1)));
        SqlType time = schema.type(width);
        PlanNode assigned = new PlanNode.WindowAssign(
                input, assign.kind(), assign.timeColumn(), assign.size(), assign.slide(), assign.offset(), assign.sessionKeys(), schema);
        PlanNode onTime = new PlanNode.Filter(assigned,
                Expr.call(Function.GREATER, SqlType.BOOLEAN, Expr.column(width + 2, time), Expr.column(width, time)));
        return closed(without(width, onTime, assign.schema()), width + 1, 0);
    }

    private PlanNode session(PlanNode.WindowAssign assign, PlanNode input) {
        int width = assign.input().schema().size();
        SqlType time = input.schema().type(width);
        PlanNode onTime = new PlanNode.Filter(input,
                Expr.call(Function.GREATER, SqlType.BOOLEAN, Expr.column(assign.timeColumn(), time), Expr.column(width, time)));
        return closed(assign.withInputs(List.of(without(width, onTime, assign.input().schema()))), width + 1, assign.size());
    }

    /** Only windows whose end, so many microseconds later, the watermark has passed. */
    private PlanNode closed(PlanNode assigned, int endColumn, long plusMicros) {
        if (closedMicros == null) {
            return assigned;
        }
        SqlType time = assigned.schema().type(endColumn);
        if (closedMicros == Long.MIN_VALUE) {
            return new PlanNode.Filter(assigned, Expr.literal(false, SqlType.BOOLEAN));
        }
        long nanos = time.unitsPerSecond() > 1_000_000L ? 999 : 0;
        Instant last = Instant.EPOCH.plus(closedMicros - plusMicros, ChronoUnit.MICROS).plusNanos(nanos);
        Object value = time.equals(SqlType.TIMESTAMP_TZ) ? last : LocalDateTime.ofInstant(last, ZoneOffset.UTC);
        return new PlanNode.Filter(assigned,
                Expr.call(Function.LESS_OR_EQUAL, SqlType.BOOLEAN, Expr.column(endColumn, time), Expr.literal(value, time)));
    }

    private static PlanNode without(int column, PlanNode input, Schema schema) {
        List<Expr> kept = new ArrayList<>();
        for (int c = 0; c < input.schema().size(); c++) {
            if (c != column) {
                kept.add(Expr.column(c, input.schema().type(c)));
            }
        }
        return new PlanNode.Project(input, kept, schema);
    }

    /** The same rows with their watermark as one more column at the end; null if the column is no stream's event time. */
    private PlanNode carry(PlanNode node, int column, long lessMicros) {
        return switch (node) {
            case PlanNode.Scan scan -> scan(scan, column, lessMicros);
            case PlanNode.Filter filter -> {
                PlanNode input = carry(filter.input(), column, lessMicros);
                yield input == null ? null : new PlanNode.Filter(input, filter.condition());
            }
            case PlanNode.Exchange exchange -> {
                PlanNode input = carry(exchange.input(), column, lessMicros);
                yield input == null ? null : new PlanNode.Exchange(input, exchange.distribution());
            }
            case PlanNode.Project project -> project(project, column, lessMicros);
            case PlanNode.Union union -> {
                List<PlanNode> inputs = new ArrayList<>();
                for (PlanNode input : union.inputs()) {
                    PlanNode carried = carry(input, column, lessMicros);
                    if (carried == null) {
                        yield null;
                    }
                    inputs.add(carried);
                }
                yield new PlanNode.Union(inputs, union.schema().concat(hidden(inputs.get(0))));
            }
            case PlanNode.Values v -> null;
            case PlanNode.Aggregate v -> null;
            case PlanNode.Join v -> null;
            case PlanNode.Sort v -> null;
            case PlanNode.Window v -> null;
            case PlanNode.Match v -> null;
            case PlanNode.SetOperation v -> null;
            case PlanNode.Unnest v -> null;
            case PlanNode.WindowAssign v -> null;
            case PlanNode.SingleRow v -> null;
            case PlanNode.Recursion v -> null;
            case PlanNode.WorkTable v -> null;
            case PlanNode.RemoteSource v -> null;
        };
    }

    private static Schema hidden(PlanNode carried) {
        Field last = carried.schema().field(carried.schema().size() - 1);
        return Schema.of(last);
    }

    private PlanNode project(PlanNode.Project project, int column, long lessMicros) {
        if (!(project.expressions().get(column) instanceof Expr.ColumnRef time)) {
            return null;
        }
        PlanNode input = carry(project.input(), time.index(), lessMicros);
        if (input == null) {
            return null;
        }
        int last = input.schema().size() - 1;
        List<Expr> expressions = new ArrayList<>(project.expressions());
        expressions.add(Expr.column(last, input.schema().type(last)));
        return new PlanNode.Project(input, expressions, project.schema().concat(hidden(input)));
    }

    private PlanNode scan(PlanNode.Scan scan, int column, long lessMicros) {
        if (!(scan.target() instanceof ScanTarget.Stream stream)
                || !timed.containsKey(stream.streamId())
                || scan.columns().get(column) != timed.get(stream.streamId()).timeColumn()) {
            return null;
        }
        if (scan.columns().contains(timed.get(stream.streamId()).columnCount())) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "windows of event time over rows that show PROCTIME() cannot be computed in batch yet");
        }
        Schema schema = WatermarkedStream.schema(scan.tableSchema(), scan.schema().type(column));
        List<Integer> columns = new ArrayList<>(scan.columns());
        columns.add(scan.tableSchema().size());
        return new PlanNode.Scan(
                scan.name(), opener.open(stream.streamId(), lessMicros), schema, columns, List.of(), scan.filter(), scan.estimatedRows());
    }
}
