package io.millrace.cluster.view;

import io.millrace.cluster.sink.SinkJob;
import io.millrace.cluster.sink.SinkOptions;
import io.millrace.cluster.sink.SinkPromise;
import io.millrace.cluster.worker.StepPlaces;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SourceProvider;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.ViewContents;
import io.millrace.exec.step.state.StatePages;
import io.millrace.storage.connector.Connectors;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Makes a view's runtime, without state, from its definition and plan.
 *
 * @param files opens targets that do not change
 * @param feeds gives the log of a stream or managed table
 * @param places where tasks of views can stay that ask for it
 * @param sideTables where rows go that views leave out
 * @param running what other views there are to read
 * @param backends where state is kept that need not be in memory
 */
record ViewCompiler(
        BufferAllocator allocator, Clock clock, SourceProvider files, Function<ScanTarget, Optional<SourceFeed>> feeds, StepPlaces places,
        SideTable.Opener sideTables, RunningViews running, StateBackends backends) {
    ViewRuntime runtime(CatalogObject.MaterializedView definition, PlanNode plan) {
        ZoneId zone = ZoneId.of(definition.options().getOrDefault(ViewService.ZONE_OPTION, "UTC"));
        boolean spread = ViewService.TASKS_ON_WORKERS.equals(definition.options().get(ViewService.TASKS_OPTION));
        long retention = WatermarkPolicy.span(definition.options(), ViewService.RETENTION_OPTION, DataflowOptions.FOREVER);
        if (spread && retention != DataflowOptions.FOREVER) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a view with tasks on workers takes no retention");
        }
        if (spread && definition.options().containsKey(ViewService.TTL_OPTION)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a view with tasks on workers takes no ttl");
        }
        if (spread && SideOutputs.asked(definition)) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "a view with tasks on workers gives out no late rows and no rows that fail");
        }
        if (spread && definition.options().containsKey(ViewService.STATE_BACKEND_OPTION)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a view with tasks on workers keeps its state in memory");
        }
        ViewStore store = spread ? null : backends.open(definition);
        try {
            return runtime(definition, plan, zone, spread, store);
        } catch (RuntimeException e) {
            if (store != null) {
                store.close();
            }
            throw e;
        }
    }

    private ViewRuntime runtime(CatalogObject.MaterializedView definition, PlanNode plan, ZoneId zone, boolean spread, ViewStore store) {
        Map<PlanNode, Leaf> byNode = new HashMap<>();
        StatePages pages = store == null ? null : store.pages();
        ViewDataflow dataflow = compile(
                definition.id(), plan, dataflowOptions(definition, byNode, zone).withPages(pages), spread ? places : StepPlaces.NONE);
        try {
            Leaves leaves = leaves(dataflow, byNode);
            SideOutputs sides = SideOutputs.of(definition, plan, dataflow.inputs(), leaves, sideTables, allocator);
            String connector = definition.options().get(CatalogObject.Sink.CONNECTOR_OPTION);
            SinkJob sink = connector == null ? null
                    : new SinkJob(SinkOptions.definition(definition, dataflow.isAppendOnly()), Connectors.require(connector), clock);
            ViewContents contents =
                    sink == null ? new ViewContents(allocator, plan.schema(), pages) : ViewContents.ofErrors(allocator, plan.schema());
            return new ViewRuntime(
                    definition.id(), definition.schema(), new ViewPlan(definition.sql(), plan), new ViewEngine(dataflow, contents, store),
                    leaves, allocator, true, sides, definition.options().containsKey(ViewService.TTL_OPTION),
                    sink == null ? ViewSink.NONE : new ViewSink(sink, plan.schema(), allocator));
        } catch (RuntimeException e) {
            dataflow.close();
            throw e;
        }
    }

    /** What writing the query's changes promises, and whether it never takes a row back. */
    SinkPromise promise(CatalogObject.MaterializedView definition, PlanNode plan) {
        ZoneId zone = ZoneId.of(definition.options().getOrDefault(ViewService.ZONE_OPTION, "UTC"));
        try (Dataflow dataflow = Dataflow.compile(plan, dataflowOptions(definition, new HashMap<>(), zone))) {
            String connector = definition.options().get(CatalogObject.Sink.CONNECTOR_OPTION);
            boolean appendOnly = dataflow.isAppendOnly();
            return new SinkPromise(Connectors.require(connector).sinkKind(SinkOptions.definition(definition, appendOnly)), appendOnly);
        }
    }

    /** What bounds the state that a view would keep. */
    List<ViewState> state(CatalogObject.MaterializedView definition, PlanNode plan) {
        ZoneId zone = ZoneId.of(definition.options().getOrDefault(ViewService.ZONE_OPTION, "UTC"));
        try (ViewStore store = backends.open(definition);
                Dataflow dataflow = Dataflow.compile(
                        plan, dataflowOptions(definition, new HashMap<>(), zone).withPages(store == null ? null : store.pages()))) {
            return dataflow.stateNotes().stream().map(note -> new ViewState(note, -1, -1)).toList();
        }
    }

    private DataflowOptions dataflowOptions(CatalogObject.MaterializedView definition, Map<PlanNode, Leaf> byNode, ZoneId zone) {
        boolean onClose = definition.emit() instanceof CatalogObject.Emit.OnWindowClose;
        DataflowOptions options = options(byNode, zone)
                .withRetention(WatermarkPolicy.span(definition.options(), ViewService.RETENTION_OPTION, DataflowOptions.FOREVER))
                .withTtl(WatermarkPolicy.span(definition.options(), ViewService.TTL_OPTION, DataflowOptions.FOREVER));
        return SideOutputs.options(definition, onClose ? options.withEmitOnWindowClose() : options);
    }

    /** Of a query of its own, which ends with its subscription. */
    ViewRuntime unnamed(String id, PlanNode plan, ZoneId zone) {
        Map<PlanNode, Leaf> byNode = new HashMap<>();
        ViewDataflow dataflow = compile(id, plan, options(byNode, zone), StepPlaces.NONE);
        return new ViewRuntime(
                id, plan.schema(), new ViewPlan("", plan), new ViewEngine(dataflow, new ViewContents(allocator, plan.schema()), null),
                leaves(dataflow, byNode),
                allocator, false,
                SideOutputs.NONE, false, ViewSink.NONE);
    }

    private DataflowOptions options(Map<PlanNode, Leaf> byNode, ZoneId zone) {
        return DataflowOptions.of(allocator, clock, leaf -> facts(leaf, byNode)).withZone(zone);
    }

    private static ViewDataflow compile(String id, PlanNode plan, DataflowOptions options, StepPlaces taskPlaces) {
        return DistributedDataflow.of(id, plan, options, taskPlaces).orElseGet(() -> ViewDataflow.whole(Dataflow.compile(plan, options)));
    }

    private static Leaves leaves(ViewDataflow dataflow, Map<PlanNode, Leaf> byNode) {
        return new Leaves(dataflow.inputs().stream().map(input -> byNode.get(input.leaf())).toList());
    }

    /** Rows of another fragment may be taken back. */
    private InputFacts facts(PlanNode leaf, Map<PlanNode, Leaf> byNode) {
        return leaf instanceof PlanNode.RemoteSource ? InputFacts.TABLE : byNode.computeIfAbsent(leaf, this::leaf).facts();
    }

    private Leaf leaf(PlanNode node) {
        if (!(node instanceof PlanNode.Scan scan)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a view cannot read " + node);
        }
        if (scan.target() instanceof ScanTarget.View target) {
            return new Leaf.Upstream(running.require(target.viewId()));
        }
        return feeds.apply(scan.target()).<Leaf>map(Leaf.Feed::new).orElseGet(() -> new Leaf.Fixed(files.open(scan.target())));
    }
}
