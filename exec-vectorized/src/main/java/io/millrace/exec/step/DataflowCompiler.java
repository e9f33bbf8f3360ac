package io.millrace.exec.step;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.error.RowOrigin;
import io.millrace.exec.step.operator.AggregateDefinition;
import io.millrace.exec.step.operator.AggregateOperator;
import io.millrace.exec.step.operator.FilterOperator;
import io.millrace.exec.step.operator.LateRows;
import io.millrace.exec.step.operator.OperatorContext;
import io.millrace.exec.step.operator.OutputOperator;
import io.millrace.exec.step.operator.PassOperator;
import io.millrace.exec.step.operator.ProjectOperator;
import io.millrace.exec.step.operator.RecursionOperator;
import io.millrace.exec.step.operator.RetentionOperator;
import io.millrace.exec.step.operator.SessionOperator;
import io.millrace.exec.step.operator.SetOperationOperator;
import io.millrace.exec.step.operator.SingleRowOperator;
import io.millrace.exec.step.operator.SliceExpandOperator;
import io.millrace.exec.step.operator.SlidingWindowsOperator;
import io.millrace.exec.step.operator.SourceOperator;
import io.millrace.exec.step.operator.StepOperator;
import io.millrace.exec.step.operator.TopOperator;
import io.millrace.exec.step.operator.UnionOperator;
import io.millrace.exec.step.operator.UnnestOperator;
import io.millrace.exec.step.operator.ValuesOperator;
import io.millrace.exec.step.operator.WindowAssignOperator;
import io.millrace.exec.step.time.Bound;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns a plan into operators, inputs first, and derives on the way what is known of every edge. */
final class DataflowCompiler {
    private final DataflowOptions options;
    private final OperatorContext context;
    private final LateConsumer lateConsumer;
    private final List<StepOperator> operators = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private final List<SourceOperator> sources = new ArrayList<>();
    private final List<LateRows> windowAssigns = new ArrayList<>();
    private final StateNotes notes;
    private final List<PlanPart> parts = new ArrayList<>();
    private final SourceCompiler sourceCompiler = new SourceCompiler(this);
    private boolean holdsSomewhere;
    private boolean appendOnly;
    private long horizonMicros;

    /** Takes over late rows of the window assignment of this number. */
    interface LateConsumer {
        void accept(int ordinal, Batch rows, List<RowOrigin> origins);
    }

    /** {@code lateConsumer} takes over late rows with the number of their window assignment. */
    DataflowCompiler(DataflowOptions options, OperatorContext context, LateConsumer lateConsumer) {
        this.options = options;
        this.context = context;
        this.lateConsumer = lateConsumer;
        this.notes = new StateNotes(options.inputFacts(), options.ttlMicros() != DataflowOptions.FOREVER);
    }

    /** What bounds the operators' state. */
    StateNotes notes() {
        return notes;
    }

    /** Which operators each part of the plan became. */
    List<PlanPart> parts() {
        return parts;
    }

    DataflowOptions options() {
        return options;
    }

    OperatorContext context() {
        return context;
    }

    long horizonMicros() {
        return horizonMicros;
    }

    List<StepOperator> operators() {
        return operators;
    }

    List<Input> inputs() {
        return inputs;
    }

    List<SourceOperator> sources() {
        return sources;
    }

    List<LateRows> windowAssigns() {
        return windowAssigns;
    }

    /** Whether the compiled plan never takes a row back: a window that has closed does not change. */
    boolean appendOnly() {
        return appendOnly;
    }

    /** Compiles the whole plan; on failure what was made is closed. */
    OutputOperator compile(PlanNode plan) {
        try {
            PlanChecks.check(plan);
            horizonMicros = horizon(plan);
            Edge root = retained(edge(plan, false), plan);
            Bound hold = options.emitOnWindowClose() && !root.bounds().isEmpty() ? root.bounds().getLast() : null;
            if (options.emitOnWindowClose() && hold == null && !holdsSomewhere) {
                throw new MillraceException(
                        ErrorCode.INVALID_PARAMETER,
                        "EMIT ON WINDOW CLOSE needs rows that belong to a window over a stream's watermarked time column, found none in the query");
            }
            appendOnly = root.appendOnly() || hold != null;
            OutputOperator output = add(new OutputOperator(context, next(), root.operator(), plan.schema(), hold));
            requirePaged();
            return output;
        } catch (RuntimeException e) {
            operators.forEach(StepOperator::close);
            throw e;
        }
    }

    /** Refuses what would stay in memory where all state was asked to leave it. */
    private void requirePaged() {
        if (context.pages() == null || !context.pages().coversEverything()) {
            return;
        }
        for (StepOperator operator : operators) {
            if (operator.memoryOnly() != null) {
                throw new MillraceException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "state_backend 'rocksdb' cannot hold all state of this view: " + operator.memoryOnly())
                        .withHint("state_backend 'auto' keeps the rest in RocksDB and that in memory");
            }
        }
    }

    /** Within it after a row's time all its windows have closed. */
    private static long horizon(PlanNode plan) {
        long most = 0;
        for (PlanNode node : PlanNode.flatten(plan)) {
            if (node instanceof PlanNode.WindowAssign assign) {
                boolean session = assign.kind() == PlanNode.WindowAssign.WindowKind.SESSION;
                most = Math.max(most, session ? Math.multiplyExact(2, assign.size()) : assign.size());
            }
        }
        return most;
    }

    /** The rows of a window leave a while after its end, if the options say so. */
    private Edge retained(Edge root, PlanNode plan) {
        Schema schema = plan.schema();
        if (options.retentionMicros() == DataflowOptions.FOREVER) {
            return root;
        }
        if (root.bounds().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER,
                    "retention needs rows that belong to a window over a stream's watermarked time column and show its start or end, found none in"
                            + " the query");
        }
        RetentionOperator operator = add(
                new RetentionOperator(context, next(), root.operator(), schema, root.bounds().getLast(), options.retentionMicros()));
        notes.add(operator.number(), "windows", StateNote.Bound.RETENTION, schema.field(root.bounds().getLast().column()).name(), plan);
        return new Edge(operator, false, root.timeColumns(), root.rowWatermark(), root.bounds());
    }

    /** The operator that is made next reads this edge, and may leave rows of it out. */
    private void describe(PlanNode inputNode, Edge input) {
        context.origins().describe(next(), inputNode.schema(), input.positional());
    }

    int next() {
        return operators.size();
    }

    <T extends StepOperator> T add(T operator) {
        operators.add(operator);
        return operator;
    }

    /** {@code rowWatermark}: whether a window assignment above wants the hidden column. */
    Edge edge(PlanNode node, boolean rowWatermark) {
        int from = next();
        Edge edge = operators(node, rowWatermark);
        parts.add(new PlanPart(node, from, next()));
        return edge;
    }

    private Edge operators(PlanNode node, boolean rowWatermark) {
        return switch (node) {
            case PlanNode.Scan scan -> sourceCompiler.scan(scan, rowWatermark);
            case PlanNode.RemoteSource remote ->
                    sourceCompiler.source(remote, remote.schema(), List.of(), remote.schema().size(), null, rowWatermark);
            case PlanNode.Values values -> Edge.of(add(new ValuesOperator(context, next(), values)), true);
            case PlanNode.Filter filter -> {
                Edge input = filter.input() instanceof PlanNode.Window window
                        ? new OverCompiler(this).window(window, FirstRows.of(window, filter.condition()))
                        : edge(filter.input(), rowWatermark);
                describe(filter.input(), input);
                yield input.through(add(new FilterOperator(context, next(), input.operator(), filter.condition())));
            }
            case PlanNode.Project project -> project(project, rowWatermark);
            case PlanNode.Exchange exchange -> {
                Edge input = edge(exchange.input(), rowWatermark);
                yield input.through(add(new PassOperator(context, next(), input.operator())));
            }
            case PlanNode.Union union -> union(union, rowWatermark);
            case PlanNode.WindowAssign assign -> windowAssign(assign, false);
            case PlanNode.Aggregate aggregate -> aggregate(LiteralArguments.asColumns(aggregate));
            case PlanNode.Join join -> new JoinCompiler(this).join(join);
            case PlanNode.Sort sort -> sort(sort);
            case PlanNode.Unnest unnest -> unnest(unnest);
            case PlanNode.SetOperation set -> setOperation(set);
            case PlanNode.SingleRow single -> singleRow(single);
            case PlanNode.Window window -> new OverCompiler(this).window(window, Long.MAX_VALUE);
            case PlanNode.Match match -> new OverCompiler(this).match(match);
            case PlanNode.Recursion recursion -> recursion(recursion);
            case PlanNode.WorkTable table -> throw new AssertionError("work table " + table.name() + " outside its recursion");
        };
    }

    private Edge recursion(PlanNode.Recursion recursion) {
        RecursionCompiler parts = new RecursionCompiler(recursion, options);
        List<StepOperator> inputs = parts.leaves().stream().map(leaf -> edge(leaf, false).operator()).toList();
        notes.rows(next(), "recursion and what it reads", recursion, false);
        return Edge.of(add(new RecursionOperator(context, next(), inputs, parts.definition())), false);
    }

    private Edge project(PlanNode.Project project, boolean rowWatermark) {
        return project(project, edge(project.input(), rowWatermark));
    }

    private Edge project(PlanNode.Project project, Edge input) {
        Set<Integer> timeColumns = new HashSet<>();
        List<Bound> bounds = new ArrayList<>();
        for (int c = 0; c < project.expressions().size(); c++) {
            if (project.expressions().get(c) instanceof Expr.ColumnRef column) {
                if (input.timeColumns().contains(column.index())) {
                    timeColumns.add(c);
                }
                Bound bound = input.boundOn(column.index());
                if (bound != null) {
                    bounds.add(bound.at(c));
                }
            }
        }
        describe(project.input(), input);
        ProjectOperator operator = add(new ProjectOperator(context, next(), input.operator(), project.expressions(), input.rowWatermark()));
        return new Edge(operator, input.appendOnly(), timeColumns, input.rowWatermark(), bounds, input.positional());
    }

    private Edge union(PlanNode.Union union, boolean rowWatermark) {
        List<Edge> edges = union.inputs().stream().map(input -> edge(input, rowWatermark)).toList();
        boolean carries = edges.stream().allMatch(Edge::rowWatermark);
        Set<Integer> timeColumns = new HashSet<>(edges.get(0).timeColumns());
        List<Bound> bounds = new ArrayList<>(edges.get(0).bounds());
        for (Edge edge : edges) {
            timeColumns.retainAll(edge.timeColumns());
            bounds.retainAll(edge.bounds());
        }
        UnionOperator operator =
                add(new UnionOperator(context, next(), edges.stream().map(Edge::operator).toList(), union.schema(), carries));
        return new Edge(
                operator, edges.stream().allMatch(Edge::appendOnly), timeColumns, carries, bounds,
                edges.stream().allMatch(Edge::positional));
    }

    private Edge windowAssign(PlanNode.WindowAssign assign, boolean sliced) {
        Edge input = edge(assign.input(), true);
        boolean checkLate = input.rowWatermark() && input.timeColumns().contains(assign.timeColumn());
        int ordinal = windowAssigns.size();
        LateRows.Consumer late = options.collectLateRows() ? (batch, origins) -> lateConsumer.accept(ordinal, batch, origins) : null;
        describe(assign.input(), input);
        boolean session = assign.kind() == PlanNode.WindowAssign.WindowKind.SESSION;
        StepOperator operator;
        if (session) {
            SessionOperator sessions =
                    add(new SessionOperator(context, next(), input.operator(), assign, input.rowWatermark(), checkLate, late));
            windowAssigns.add(sessions);
            if (checkLate) {
                notes.add(sessions.number(), "sessions", StateNote.Bound.WATERMARK,
                        assign.input().schema().field(assign.timeColumn()).name(), assign.input());
            } else {
                notes.rows(sessions.number(), "sessions", assign.input(), false);
            }
            operator = sessions;
        } else {
            WindowAssignOperator windows =
                    add(new WindowAssignOperator(
                            context, next(), input.operator(), assign, input.rowWatermark(), checkLate, sliced, late));
            windowAssigns.add(windows);
            operator = windows;
        }
        List<Bound> bounds = new ArrayList<>(input.bounds());
        if (checkLate) {
            int width = assign.input().schema().size();
            long unitsPerMicro = assign.input().schema().type(assign.timeColumn()).unitsPerSecond() / 1_000_000L;
            if (sliced) {
                // After its first window has closed, what comes for a slice's other windows is not added to it.
                bounds.add(new Bound(width, unitsPerMicro, assign.slide()));
            } else if (session) {
                // A session may grow until the watermark is a gap past its end.
                bounds.add(new Bound(width + 1, unitsPerMicro, assign.size()));
            } else {
                bounds.add(new Bound(width, unitsPerMicro, assign.size()));
                bounds.add(new Bound(width + 1, unitsPerMicro, 0));
            }
        }
        return new Edge(operator, input.appendOnly() && !session, Set.of(), false, bounds, input.positional() && !session);
    }

    private Edge aggregate(PlanNode.Aggregate aggregate) {
        SlicedWindows windows = SlicedWindows.of(aggregate, options.inputFacts());
        if (windows == null) {
            return aggregate(aggregate, edge(aggregate.input(), false));
        }
        Edge assigned = windowAssign(windows.assign(), true);
        Edge slices = aggregate(aggregate, aggregate.input() instanceof PlanNode.Project project ? project(project, assigned) : assigned);
        List<Bound> bounds = new ArrayList<>();
        Bound bySlice = slices.boundOn(windows.startKey());
        if (bySlice != null) {
            bounds.add(new Bound(windows.startKey(), bySlice.unitsPerMicro(), windows.assign().size()));
            bounds.add(new Bound(windows.endKey(), bySlice.unitsPerMicro(), 0));
        }
        if (options.emitOnWindowClose() && bySlice != null && windows.overlapMuch()) {
            SlidingWindowsOperator sliding = add(new SlidingWindowsOperator(context, next(), slices.operator(), windows.assign(),
                    windows.combination(), windows.startKey(), windows.endKey()));
            notes.add(sliding.number(), "slices of windows that overlap", StateNote.Bound.WATERMARK,
                    aggregate.schema().field(windows.endKey()).name(), aggregate.input());
            return new Edge(sliding, true, Set.of(), false, bounds);
        }
        SliceExpandOperator expand = add(new SliceExpandOperator(
                context, next(), slices.operator(), windows.assign(), windows.startKey(), windows.endKey()));
        return aggregate(windows.combination(), new Edge(expand, slices.appendOnly(), Set.of(), false, bounds));
    }

    private Edge aggregate(PlanNode.Aggregate aggregate, Edge input) {
        Bound bound = null;
        List<Bound> bounds = new ArrayList<>();
        for (int k = 0; k < aggregate.keys().size(); k++) {
            int position = k;
            Bound onKey = input.boundOn(aggregate.keys().get(k));
            if (onKey != null && aggregate.groupingSets().stream().allMatch(set -> set.contains(position))) {
                bounds.add(onKey.at(k));
                bound = bound == null || onKey.plusMicros() < bound.plusMicros() ? onKey.at(k) : bound;
            }
        }
        boolean hold = options.emitOnWindowClose() && bound != null;
        holdsSomewhere |= hold;
        AggregateOperator operator = add(new AggregateOperator(
                context, next(), input.operator(), new AggregateDefinition(
                        aggregate, input.appendOnly(), bound, hold,
                        bound == null ? ttl(input, aggregate.input()) : DataflowOptions.FOREVER)));
        notes.aggregate(operator.number(), aggregate, input.appendOnly(), bound);
        return new Edge(operator, hold, Set.of(), false, bounds);
    }

    private Edge sort(PlanNode.Sort sort) {
        Edge input = edge(sort.input(), false);
        if (sort.fetch() < 0 && sort.offset() <= 0) {
            return input.through(add(new PassOperator(context, next(), input.operator())));
        }
        notes.rows(next(), "rows in order", sort.input(), false);
        return Edge.of(add(new TopOperator(context, next(), input.operator(), sort)), false);
    }

    private Edge unnest(PlanNode.Unnest unnest) {
        Edge input = edge(unnest.input(), false);
        describe(unnest.input(), input);
        UnnestOperator operator = add(new UnnestOperator(context, next(), input.operator(), unnest));
        return new Edge(operator, input.appendOnly(), input.timeColumns(), false, input.bounds(), input.positional());
    }

    /** How long an operator keeps what a key has of rows that only come; rows of tables go by themselves. */
    long ttl(Edge edge, PlanNode node) {
        return edge.appendOnly() && notes.isEndless(node) ? options.ttlMicros() : DataflowOptions.FOREVER;
    }

    private Edge setOperation(PlanNode.SetOperation set) {
        Edge left = edge(set.left(), false);
        Edge right = edge(set.right(), false);
        notes.rows(next(), "rows of " + (set.kind() + "").toLowerCase(java.util.Locale.ROOT), set, false);
        return Edge.of(add(new SetOperationOperator(context, next(), left.operator(), right.operator(), set)), false);
    }

    private Edge singleRow(PlanNode.SingleRow single) {
        Edge input = edge(single.input(), false);
        return Edge.of(add(new SingleRowOperator(context, next(), input.operator(), single.schema())), false);
    }
}
