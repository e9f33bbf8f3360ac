package io.millrace.exec.pipeline;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.QueryExecution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Turns one plan into pipelines. Each node has a lowering class of its stem; this holds what they share: the pipelines so far, resources, counters,
 * and the work tables in scope.
 */
public final class Lowering {
    private final ExecutionContext context;
    private final Cancellation cancellation = new Cancellation();
    private final ScanProgress progress = new ScanProgress();
    private final Function<Lowering, NodeLowering> registry;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final Deque<NodeCounters> path = new ArrayDeque<>();
    private final Map<String, Supplier<Source>> workTables;
    private RunningQuery running;
    private final Map<PlanNode.Scan, Branch> scans = new IdentityHashMap<>();
    private final Set<PlanNode.Scan> sharedScans = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<PlanNode> repeated;
    private final Map<PlanNode, Computed> computed = new HashMap<>();
    private final Map<PlanNode.Window, Long> ranksWanted = new IdentityHashMap<>();

    /** A subplan whose rows are kept once its pipeline is done, and how to read them. */
    public record Computed(Pipeline pipeline, Supplier<Source> reader) {}

    /** Lowers a node of the kind it was chosen for. */
    public interface NodeLowering {
        Draft lower(PlanNode node, BitSet required);
    }

    Lowering(
            PlanNode plan, ExecutionContext context, Map<String, Supplier<Source>> workTables, Function<Lowering, NodeLowering> registry) {
        this.context = context;
        this.repeated = RepeatedSubplans.of(plan);
        this.workTables = new HashMap<>(workTables);
        this.registry = registry;
    }

    /**
     * Lowers a node and all below it.
     *
     * @param required output columns that somebody reads; the others may come out as anything of the right type and length
     */
    public Draft lower(PlanNode node, BitSet required) {
        NodeCounters counters = new NodeCounters(node);
        if (!path.isEmpty()) {
            path.peek().addInput(counters);
        }
        path.push(counters);
        try {
            return registry.apply(this).lower(node, required);
        } finally {
            if (path.size() > 1) {
                path.pop();
            }
        }
    }

    /** All columns of a node. */
    public static BitSet all(PlanNode node) {
        BitSet all = new BitSet();
        all.set(0, node.schema().size());
        return all;
    }

    public Draft lower(PlanNode node) {
        return lower(node, all(node));
    }

    /** Says, before a window is lowered, that nobody wants rows beyond a rank of its partitions. Without effect on rows that others read too. */
    public void wantRanks(PlanNode.Window window, long ranks) {
        if (!isRepeated(window)) {
            ranksWanted.put(window, ranks);
        }
    }

    /** -1: all. */
    public long ranksWanted(PlanNode.Window window) {
        return ranksWanted.getOrDefault(window, -1L);
    }

    /** Ends a draft in a sink, which is freed with the query; the pipeline runs when what it depends on is done. */
    public Pipeline end(Draft draft, Sink sink) {
        return end(draft, sink, counters());
    }

    Pipeline end(Draft draft, Sink sink, NodeCounters counters) {
        owns(sink);
        Pipeline pipeline = draft.end(sink, counters);
        pipelines.add(pipeline);
        return pipeline;
    }

    public Draft from(Source source) {
        return Draft.of(owns(source), counters());
    }

    /** As {@link #from}, remembered under the scan, so that a join above can lend it what its build side knows. */
    public Draft fromScan(PlanNode.Scan scan, Source source) {
        Draft draft = from(source);
        if (scans.putIfAbsent(scan, draft.first()) != null) {
            sharedScans.add(scan);
        }
        return draft;
    }

    /** The source that reads a scan of this plan; null if it is not lowered yet, or if several sources read the same node. */
    public Source sourceOf(PlanNode.Scan scan) {
        Branch branch = scans.get(scan);
        return branch == null || sharedScans.contains(scan) ? null : branch.source;
    }

    /** Makes the branch that reads a scan wait for a pipeline, which must not wait for the scan. */
    public void delay(PlanNode.Scan scan, Pipeline until) {
        scans.get(scan).dependencies.add(until);
    }

    /** Whether the plan holds this node, or one that is equal, several times, and computing it once is enough. */
    public boolean isRepeated(PlanNode node) {
        return !repeated.isEmpty() && repeated.contains(node);
    }

    /** The rows of a repeated node; {@code first} lowers it for all who read it. Its scans are lent nothing by joins above. */
    public Draft shared(PlanNode node, Supplier<Computed> first) {
        NodeCounters counters = counters();
        Computed known = computed.get(node);
        if (known == null) {
            known = first.get();
            computed.put(node, known);
            for (PlanNode below : PlanNode.flatten(node)) {
                if (below instanceof PlanNode.Scan scan) {
                    sharedScans.add(scan);
                }
            }
            counters = new NodeCounters(node);
        }
        return Draft.of(owns(known.reader().get()), counters).after(known.pipeline());
    }

    public Draft then(Draft draft, Operator.Factory factory) {
        return draft.then(owns(factory), counters());
    }

    /** Closes it when the query ends, after what was added later. */
    public <T extends AutoCloseable> T owns(T resource) {
        resources.add(resource);
        return resource;
    }

    /** Of the node that is being lowered. */
    public NodeCounters counters() {
        return path.peek();
    }

    public ExecutionContext context() {
        return context;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    public ScanProgress progress() {
        return progress;
    }

    public Supplier<Source> workTable(String name) {
        Supplier<Source> table = workTables.get(name);
        if (table == null) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "work table " + name + " is read outside of its recursion");
        }
        return table;
    }

    public Map<String, Supplier<Source>> workTables() {
        return Map.copyOf(workTables);
    }

    /**
     * Runs another plan under the same query, with these work tables in scope: a round of a recursion. The query does not end before it, and cancels
     * it when it must end itself. Only while the query runs.
     */
    public QueryExecution execute(PlanNode plan, ExecutionContext itsContext, Map<String, Supplier<Source>> itsWorkTables) {
        return running.adopt(PlanRun.start(plan, itsContext, registry, itsWorkTables, Optional.empty()));
    }

    /** Lowers a plan and throws the result away, so that what is not supported is refused now. */
    public void check(PlanNode plan, ExecutionContext itsContext, Map<String, Supplier<Source>> itsWorkTables) {
        Lowering trial = new Lowering(plan, itsContext, itsWorkTables, registry);
        try {
            trial.lower(plan);
        } finally {
            trial.abandon();
        }
    }

    void runs(RunningQuery query) {
        running = query;
    }

    LoweredPlan finish(PlanNode root, ResultQueue results) {
        return new LoweredPlan(root.schema(), List.copyOf(pipelines), List.copyOf(resources), results, path.peek(), progress, cancellation);
    }

    /** Frees what was made for a plan that turned out not to be supported. */
    void abandon() {
        for (int i = resources.size() - 1; i >= 0; i--) {
            try {
                resources.get(i).close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
