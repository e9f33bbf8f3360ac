package io.millrace.cluster.view;

import io.millrace.cluster.worker.StepPlaces;
import io.millrace.cluster.worker.StepTask;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.StateEntries;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.OperatorStatistics;
import io.millrace.exec.step.StateNote;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.time.WatermarkJumps;
import io.millrace.planner.fragment.ExchangePlacement;
import io.millrace.planner.fragment.Fragment;
import io.millrace.planner.fragment.Fragmenter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A view's plan cut at its exchanges. Fragments that scan stay here, beside the logs; those that only read other fragments, by key, are tasks on workers;
 * the last is here again. A step goes through the fragments in order: rows, then a marker, to every task, and the same back. The step's result is that of
 * the whole plan, since each fragment's is that of its part.
 */
final class DistributedDataflow implements ViewDataflow {
    private record Feed(int stage, int input) {}

    private final List<Fragment> fragments;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    /** For each stage, which fragment each of its inputs reads; -1: a scan. */
    private final List<List<Integer>> sources = new ArrayList<>();
    private final BufferAllocator allocator;
    private OptionalLong watermark = OptionalLong.empty();

    private DistributedDataflow(String id, List<Fragment> fragments, DataflowOptions options, StepPlaces places) {
        this.fragments = fragments;
        this.allocator = options.allocator();
        try {
            for (Fragment fragment : fragments) {
                add(id, fragment, options, places);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Absent if no part of the plan would run on workers, or there are none. */
    static Optional<ViewDataflow> of(String id, PlanNode plan, DataflowOptions options, StepPlaces places) {
        if (places == StepPlaces.NONE || options.emitOnWindowClose() || options.retentionMicros() != DataflowOptions.FOREVER) {
            return Optional.empty();
        }
        List<Fragment> fragments = Fragmenter.cut(ExchangePlacement.apply(plan, true), PlanNode.Aggregate::schema);
        if (fragments.stream().noneMatch(fragment -> goesAway(fragment, fragments))) {
            return Optional.empty();
        }
        DistributedDataflow made = new DistributedDataflow(id, fragments, options, places);
        if (made.stages.stream().noneMatch(Stage.Away.class::isInstance)) {
            made.close();
            return Optional.empty();
        }
        return Optional.of(made);
    }

    private static boolean goesAway(Fragment fragment, List<Fragment> fragments) {
        return fragment != fragments.getLast() && !fragment.singleTask() && !fragment.inputs().isEmpty()
                && PlanNode.flatten(fragment.root()).stream().noneMatch(PlanNode.Scan.class::isInstance);
    }

    private void add(String id, Fragment fragment, DataflowOptions options, StepPlaces places) {
        if (goesAway(fragment, fragments)) {
            List<StepTask> tasks = places.start(id, fragment.root(), options.zone().getId(), allocator);
            if (!tasks.isEmpty()) {
                stages.add(new Stage.Away(tasks));
                sources.add(fragment.inputs());
                return;
            }
        }
        Dataflow dataflow = Dataflow.compile(fragment.root(), options);
        List<Integer> from = new ArrayList<>();
        for (Input input : dataflow.inputs()) {
            if (input.leaf() instanceof PlanNode.RemoteSource source) {
                from.add(source.fragmentId());
            } else {
                from.add(-1);
                feeds.add(new Feed(stages.size(), input.index()));
                inputs.add(new Input(inputs.size(), input.leaf(), input.schema(), input.columns(), input.facts()));
            }
        }
        stages.add(new Stage.Here(dataflow));
        sources.add(from);
    }

    @Override
    public boolean isAppendOnly() {
        return false; // A sink's tasks are never away
    }

    @Override
    public List<Input> inputs() {
        return List.copyOf(inputs);
    }

    @Override
    public StepOutput step(StepInput input) {
        Map<Integer, List<List<List<InputEvent>>>> events = new HashMap<>();
        for (int s = 0; s < stages.size(); s++) {
            events.put(s, empty(s));
        }
        for (int i = 0; i < feeds.size(); i++) {
            events.get(feeds.get(i).stage()).get(0).get(feeds.get(i).input()).addAll(input.events().get(i));
        }
        try {
            return run(input, events);
        } finally {
            // What a failure has left
            events.values().forEach(stage -> stage.forEach(task -> task.forEach(LeafEvents::close)));
        }
    }

    private List<List<List<InputEvent>>> empty(int stage) {
        List<List<List<InputEvent>>> tasks = new ArrayList<>();
        for (int t = 0; t < stages.get(stage).partitions(); t++) {
            List<List<InputEvent>> ofTask = new ArrayList<>();
            sources.get(stage).forEach(source -> ofTask.add(new ArrayList<>()));
            tasks.add(ofTask);
        }
        return tasks;
    }

    private StepOutput run(StepInput input, Map<Integer, List<List<List<InputEvent>>>> events) {
        List<ErrorRow> errors = new ArrayList<>();
        OptionalLong seen = OptionalLong.empty();
        long lateRows = 0;
        long lateWindows = 0;
        long heldRows = 0;
        for (int s = 0; s < stages.size(); s++) {
            Stage.Result result = stages.get(s).step(input.tick(), input.loggedMicros(), events.get(s));
            errors.addAll(result.errors());
            lateRows += result.lateRows();
            lateWindows += result.lateWindows();
            heldRows += result.heldRows();
            if (result.watermark().isPresent()) {
                long its = result.watermark().getAsLong();
                seen = OptionalLong.of(seen.isPresent() ? Math.min(seen.getAsLong(), its) : its);
            }
            if (s == stages.size() - 1) {
                watermark = seen;
                return new StepOutput(input.tick(), result.deltas(), seen, lateRows, lateWindows, heldRows, List.of(), errors);
            }
            route(s, result.deltas(), events);
        }
        throw new AssertionError("a plan without fragments");
    }

    private void route(int from, List<Batch> deltas, Map<Integer, List<List<List<InputEvent>>>> events) {
        for (int s = from + 1; s < stages.size(); s++) {
            int input = sources.get(s).indexOf(from);
            if (input >= 0) {
                List<List<List<InputEvent>>> tasks = events.get(s);
                Deque<Batch> left = new ArrayDeque<>(deltas);
                try {
                    while (!left.isEmpty()) {
                        RowSpread.spread(left.poll(), fragments.get(from).output(), tasks.size(), allocator,
                                (task, rows) -> tasks.get(task).get(input).add(new InputEvent.Rows(0, rows)));
                    }
                } finally {
                    left.forEach(Batch::close);
                }
                return;
            }
        }
        throw new AssertionError("nobody reads fragment " + from);
    }

    @Override
    public Dataflow whole() {
        return null;
    }

    /** The state of tasks stays with them. */
    @Override
    public boolean isCheckpointed() {
        return false;
    }

    @Override
    public void flush() {}

    @Override
    public void checkpoint(StateOutput target) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a view whose tasks are on workers has no checkpoint");
    }

    @Override
    public void restore(StateInput source, StateEntries stored) {
        throw new MillraceException(ErrorCode.CORRUPT_FILE, "a view whose tasks are on workers has no checkpoint");
    }

    @Override
    public OptionalLong watermarkMicros() {
        return watermark;
    }

    @Override
    public List<WatermarkJumps.Jump> watermarkJumps(int input) {
        return null;
    }

    @Override
    public List<StateNote> stateNotes() {
        return null;
    }

    @Override
    public List<OperatorStatistics> statistics() {
        return List.of();
    }

    @Override
    public long stateBytes() {
        return stages.stream().mapToLong(Stage::stateBytes).sum();
    }

    @Override
    public void close() {
        stages.forEach(Stage::close);
    }
}
