package io.millrace.cluster.view;

import io.millrace.cluster.worker.StepPlaces;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.ViewContents;
import java.time.ZoneId;
import java.util.ArrayList;
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
 * @param running what other views there are to read
 */
record ViewCompiler(
        BufferAllocator allocator, Clock clock, SourceProvider files, Function<ScanTarget, Optional<SourceFeed>> feeds, StepPlaces places,
        RunningViews running) {
    ViewRuntime runtime(CatalogObject.MaterializedView definition, PlanNode plan) {
        boolean onClose = definition.emit() instanceof CatalogObject.Emit.OnWindowClose;
        ZoneId zone = ZoneId.of(definition.options().getOrDefault(ViewService.ZONE_OPTION, "UTC"));
        boolean spread = ViewService.TASKS_ON_WORKERS.equals(definition.options().get(ViewService.TASKS_OPTION));
        long retention = WatermarkPolicy.span(definition.options(), ViewService.RETENTION_OPTION, DataflowOptions.FOREVER);
        if (spread && retention != DataflowOptions.FOREVER) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a view with tasks on workers takes no retention");
        }
        return runtime(definition.id(), definition.schema(), plan, zone, onClose, retention, true, spread ? places : StepPlaces.NONE);
    }

    ViewRuntime runtime(String id, Schema schema, PlanNode plan, ZoneId zone, boolean emitOnWindowClose,
            long retentionMicros, boolean kept, StepPlaces taskPlaces) {
        Map<PlanNode, Leaf> byNode = new HashMap<>();
        DataflowOptions options = DataflowOptions.of(allocator, clock, leaf -> facts(leaf, byNode))
                .withZone(zone)
                .withRetention(retentionMicros);
        DataflowOptions chosen = emitOnWindowClose ? options.withEmitOnWindowClose() : options;
        ViewDataflow dataflow = DistributedDataflow.of(id, plan, chosen, taskPlaces)
                .orElseGet(() -> ViewDataflow.whole(Dataflow.compile(plan, chosen)));
        List<Leaf> leaves = new ArrayList<>();
        for (Input input : dataflow.inputs()) {
            leaves.add(byNode.get(input.leaf()));
        }
        return new ViewRuntime(id, schema, dataflow, new ViewContents(allocator, plan.schema()), new Leaves(leaves), allocator, kept);
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
