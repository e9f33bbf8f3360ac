package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.port.StateStore;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.ChangeBuffer;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.ViewContents;
import io.millrace.exec.step.ViewSnapshot;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.time.WatermarkJumps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One continuous view at work: its dataflow, its contents, and how far it has come. Owned by a {@link ViewGroup}, which calls it from one thread at a
 * time.
 */
final class ViewRuntime implements AutoCloseable {
    /** Rows of a partition that one step takes after a savepoint. */
    private static final long CATCH_UP_ROWS = 1 << 17;

    private final String id;
    private volatile Schema schema;
    private ViewPlan plan;
    private ViewEngine engine;
    private volatile Leaves leaves;
    private final BufferAllocator allocator;
    private final boolean kept;
    private final SideOutputs sides;
    private final boolean steppedSingly;
    private final ViewSink sink;
    /** Of a view that is not continuous, else null. */
    private Backlog backlog;
    private volatile MillraceException failure;
    /** Why the last refresh failed, if it did. */
    private volatile MillraceException refreshFailure;
    private List<Batch> lastDeltas = List.of();
    /** What another query has changed and no reader has seen; null if there is nothing. */
    private ChangeBuffer correction;
    private final ViewAudience audience = new ViewAudience();
    /** Whether there was any input since the last checkpoint. */
    private boolean dirty;

    /** {@code kept}: whether it outlives a restart; a subscription's own query does not. */
    ViewRuntime(
            String id, Schema schema, ViewPlan plan, ViewEngine engine, Leaves leaves, BufferAllocator allocator,
            boolean kept, SideOutputs sides, boolean steppedSingly, ViewSink sink) {
        this.sink = sink;
        this.id = id;
        this.schema = schema;
        this.plan = plan;
        this.engine = engine;
        this.leaves = leaves;
        this.allocator = allocator;
        this.kept = kept;
        this.sides = sides;
        this.steppedSingly = steppedSingly;
    }

    /** Whether a checkpoint holds all of it; else it is computed anew from all that its inputs ever had. */
    boolean isCheckpointed() {
        return engine.dataflow().isCheckpointed();
    }

    /** Whether it matters to the view which tick a row came with. */
    boolean isSteppedSingly() {
        return steppedSingly;
    }

    boolean isKept() {
        return kept;
    }

    String id() {
        return id;
    }

    Schema schema() {
        return schema;
    }

    /** What its state is of. */
    ViewPlan plan() {
        return plan;
    }

    Leaves leaves() {
        return leaves;
    }

    long frontier() {
        return engine.progress().frontier();
    }

    long frontierMicros() {
        return engine.progress().frontierMicros();
    }

    /** What it has counted. */
    ViewProgress progress() {
        return engine.progress();
    }

    OptionalLong watermark() {
        return engine.progress().watermark();
    }

    ViewEngine engine() {
        return engine;
    }

    long stateBytes() {
        return engine.stateBytes() + (backlog == null ? 0 : backlog.bytes());
    }

    ViewContents contents() {
        return engine.contents();
    }

    Optional<MillraceException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Fills a new view with what its inputs hold at a tick. Nobody sees the view before the last step. */
    void start(Tick tick, Timeline timeline) {
        fill(tick, timeline, input -> true);
    }

    /** As {@link #start}; inputs that are not {@code wanted} go on from state that is there. */
    void fill(Tick tick, Timeline timeline, Predicate<Input> wanted) {
        for (Input input : engine.inputs()) {
            if (!wanted.test(input)) {
                continue;
            }
            Backfill.of(input, leaves.of(input), tick, timeline, allocator, events -> {
                try (StepOutput output = step(tick, engine.only(input, events))) {
                    sink.part(tick, output);
                }
            });
        }
        try (StepOutput output = step(tick, engine.only(null, List.of()))) {
            sink.whole(tick, output, isHeld());
        }
        if (isHeld() && sink.hasPartsOpen()) {
            // The other system would have to keep what it has of them, unseen, until the row leaves: nobody knows how long.
            requireSound();
        }
        sink.awaitFirstContents();
        sides.write(tick, leaves, timeline, true);
        engine.progress().movedTo(tick);
        dirty = true;
        audience.startAt(frontier());
    }

    /** Takes all that its logs have after a savepoint, up to a tick; in steps of a bounded size. */
    void catchUp(SavepointInfo savepoint, Tick tick, Timeline timeline) {
        for (Input input : engine.inputs()) {
            if (leaves.of(input) instanceof Leaf.Feed(SourceFeed feed)) {
                List<Long> from = savepoint.ends().get(feed.logId());
                List<Long> to = timeline.endsAt(feed.logId(), feed.partitions(), tick.number());
                while (!from.equals(to)) {
                    List<Long> next = new ArrayList<>();
                    for (int p = 0; p < to.size(); p++) {
                        next.add(Math.min(to.get(p), from.get(p) + CATCH_UP_ROWS));
                    }
                    Tick part = new Tick(tick.number(), tick.micros(), Map.of(feed.logId(), next), List.of());
                    List<InputEvent> events =
                            LeafEvents.of(feed, input, from, List.of(part), engine.progress().idle(input.index()), allocator);
                    step(tick, engine.only(input, events)).close();
                    from = next;
                }
            }
        }
        step(tick, engine.only(null, List.of())).close();
        engine.progress().movedTo(tick);
        dirty = true;
        audience.startAt(frontier());
    }

    /**
     * Goes on as another view that holds its inputs at the tick this one is at, which is used up. Readers see the difference with the next tick.
     */
    void become(ViewRuntime other, Tick tick) {
        boolean sameColumns = sameColumns(schema, other.schema);
        ChangeBuffer difference = new ChangeBuffer(allocator, other.engine.contents().schema(), DataflowOptions.DEFAULT_BATCH_ROWS);
        try {
            if (sameColumns) {
                sum(difference, other.engine.contents(), false);
                sum(difference, engine.contents(), true);
            } else {
                audience.fail(new MillraceException(ErrorCode.UNDEFINED_TABLE, "the view was given other columns"));
            }
        } catch (RuntimeException e) {
            difference.close();
            throw e;
        }
        if (correction != null) {
            correction.close();
        }
        correction = difference;
        engine.close();
        engine = other.engine;
        leaves = other.leaves;
        schema = other.schema;
        plan = other.plan;
        other.audience.close();
        engine.progress().movedTo(tick);
        dirty = true;
    }

    /** Whether readers of one can go on with the other. */
    static boolean sameColumns(Schema a, Schema b) {
        return a.size() == b.size()
                && IntStream.range(0, a.size())
                        .allMatch(c -> a.field(c).name().equals(b.field(c).name()) && a.type(c).equals(b.type(c)));
    }

    private void sum(ChangeBuffer difference, ViewContents contents, boolean taken) {
        try (ViewSnapshot snapshot = contents.rowsWithoutErrors(); BatchReader reader = snapshot.open(DataflowOptions.DEFAULT_BATCH_ROWS)) {
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next; Batch signed = taken ? Deltas.negated(allocator, batch) : batch.withSelection(null)) {
                    difference.add(signed);
                }
            }
        }
    }

    /** The step's changes with the correction that is due, if there is one; the caller owns them. */
    private List<Batch> corrected(List<Batch> deltas) {
        if (correction == null) {
            return Subscription.retained(deltas);
        }
        try (ChangeBuffer due = correction) {
            correction = null;
            deltas.forEach(due::add);
            return due.changes();
        }
    }

    ViewSink sink() {
        return sink;
    }

    /** Whether a row, here or upstream, cannot be computed, so that nothing may be seen. */
    private boolean isHeld() {
        return engine.contents().firstError() != null || upstreamError().isPresent();
    }

    boolean isPostponed() {
        return backlog != null;
    }

    /** From here on the view stands still between refreshes. Called between steps. */
    void postpone(Timeline timeline) {
        backlog = Backlog.of(engine.inputs(), leaves, engine.progress(), timeline, allocator);
        dirty = true;
    }

    /** From here on the view follows its inputs. Called between steps, when it has just been refreshed. */
    void follow() {
        backlog.handOver(engine.progress());
        backlog.close();
        backlog = null;
        dirty = true;
    }

    /** Null if the view is continuous. */
    Backlog backlog() {
        return backlog;
    }

    Optional<MillraceException> refreshFailure() {
        return Optional.ofNullable(refreshFailure);
    }

    /** Of the contents: the last refresh's if the view is not continuous. */
    long contentsTick() {
        return backlog == null ? frontier() : backlog.refreshed().tick();
    }

    long contentsMicros() {
        return backlog == null ? frontierMicros() : backlog.refreshed().micros();
    }

    /** Whether the tick says that this view is to be refreshed, and the view needs it. */
    boolean isRefreshedBy(Tick tick) {
        return backlog != null
                && tick.decisions().stream().anyMatch(decision -> decision instanceof Tick.Decision.Refresh && decision.logId().equals(id));
    }

    /** Goes on to a later tick; upstream views are there already, and their last deltas are what they changed since this view's frontier. */
    void advance(List<Tick> ticks, Timeline timeline) {
        Tick to = ticks.get(ticks.size() - 1);
        if (backlog != null) {
            standBy(ticks, to, timeline);
            return;
        }
        List<List<InputEvent>> events = new ArrayList<>();
        try {
            for (Input input : engine.inputs()) {
                events.add(nextEvents(input, ticks, timeline));
            }
        } catch (RuntimeException e) {
            events.forEach(LeafEvents::close);
            throw e;
        }
        apply(to, events, timeline);
    }

    private List<InputEvent> nextEvents(Input input, List<Tick> ticks, Timeline timeline) {
        return switch (leaves.of(input)) {
            case Leaf.Feed(SourceFeed feed) -> LeafEvents.of(
                    feed,
                    input,
                    timeline.endsAt(feed.logId(), feed.partitions(), frontier()),
                    ticks,
                    engine.progress().idle(input.index()),
                    allocator);
            case Leaf.Upstream(ViewRuntime view) -> view.deltaEvents(input);
            case Leaf.Fixed ignored -> List.of();
        };
    }

    private List<InputEvent> deltaEvents(Input input) {
        List<InputEvent> events = new ArrayList<>();
        for (Batch delta : lastDeltas) {
            events.add(new InputEvent.Rows(0, Backfill.columns(delta, input.columns())));
        }
        return events;
    }

    private void standBy(List<Tick> ticks, Tick to, Timeline timeline) {
        boolean any = backlog.note(ticks);
        for (Input input : engine.inputs()) {
            if (leaves.of(input) instanceof Leaf.Upstream(ViewRuntime view)) {
                List<InputEvent> events = view.deltaEvents(input);
                try {
                    any |= backlog.note(input.index(), events.stream().map(e -> ((InputEvent.Rows) e).batch()).toList());
                } finally {
                    LeafEvents.close(events);
                }
            }
        }
        dirty |= any;
        if (isRefreshedBy(to)) {
            refresh(to, timeline);
        } else {
            engine.progress().movedTo(to);
            publish(List.of());
        }
    }

    /** Takes all that there is in steps of a bounded size, and shows the sum of what they change. */
    private void refresh(Tick to, Timeline timeline) {
        forgetDeltas();
        lastDeltas = backlog.take(events -> step(to, events), engine.contents().schema());
        sides.write(to, leaves, timeline, false);
        backlog.clear(to, upstreamError());
        refreshFailure = null;
        engine.progress().movedTo(to);
        publish(lastDeltas);
    }

    /**
     * A refresh has failed halfway: the view goes back to what it showed before, from its checkpoint. What it has not taken is still there.
     *
     * @param saved the view at a checkpoint, which is used up
     * @return false if the checkpoint is not of the last refresh
     */
    boolean goBack(ViewRuntime saved, Tick to, MillraceException reason) {
        if (saved.backlog == null || saved.backlog.refreshed().tick() != backlog.refreshed().tick()) {
            return false;
        }
        forgetDeltas();
        sides.forget();
        engine.close();
        engine = saved.engine;
        saved.backlog.close();
        saved.audience.close();
        engine.progress().movedTo(to);
        refreshFailure = reason;
        publish(List.of());
        return true;
    }

    /** Takes over the events' batches. A failure leaves the view where it was, for good: the same input would fail again. */
    private void apply(Tick tick, List<List<InputEvent>> events, Timeline timeline) {
        try (StepOutput output = step(tick, events)) {
            sides.write(tick, leaves, timeline, false);
            forgetDeltas();
            lastDeltas = corrected(output.deltas());
            sink.whole(tick, output, isHeld());
            engine.progress().movedTo(tick);
            publish(lastDeltas);
        }
    }

    private StepOutput step(Tick tick, List<List<InputEvent>> events) {
        dirty |= events.stream().anyMatch(ofInput -> !ofInput.isEmpty());
        return engine.step(tick, events, sides);
    }

    private void publish(List<Batch> deltas) {
        audience.hear(frontier(), frontierMicros(), deltas, watermark());
    }

    /** Frees the last deltas once all downstream views have taken them. */
    void forgetDeltas() {
        lastDeltas.forEach(Batch::close);
        lastDeltas = List.of();
    }

    /**
     * A row that cannot be computed is missing from all views downstream as well: they are not defined either while it is there.
     *
     * @throws MillraceException what the view failed with, or the error of a row of a view that this one reads
     */
    void requireReadable() {
        if (failure != null) {
            throw failure;
        }
        if (backlog == null) {
            leaves.views().forEach(ViewRuntime::requireSound);
        } else if (backlog.refreshed().upstreamError().isPresent()) {
            throw new MillraceException(backlog.refreshed().upstreamError().get(), backlog.refreshed().upstreamMessage().orElse(""));
        }
    }

    private void requireSound() {
        requireReadable();
        engine.contents().requireNoErrors();
    }

    private Optional<MillraceException> upstreamError() {
        try {
            leaves.views().forEach(ViewRuntime::requireSound);
            return Optional.empty();
        } catch (MillraceException e) {
            return Optional.of(e);
        }
    }

    void fail(MillraceException reason) {
        failure = reason;
        audience.fail(reason);
    }

    /** Called between steps. */
    void subscribe(Subscription subscription, boolean withSnapshot) {
        requireReadable();
        List<Batch> rows = List.of();
        if (withSnapshot) {
            try (ViewSnapshot snapshot = engine.contents().snapshot()) {
                rows = Subscription.retained(snapshot.batches());
            }
        }
        audience.add(subscription, new ViewChange(frontier(), frontierMicros(), rows, watermark()));
    }

    /** Goes on after a tick that the subscriber has seen. Called between steps. */
    void resume(Subscription subscription, long afterTick) {
        requireReadable();
        if (afterTick > frontier()) {
            throw new MillraceException(
                    ErrorCode.SUBSCRIPTION_EXPIRED, "tick " + afterTick + " lies ahead, the view is at " + frontier());
        }
        audience.resume(subscription, afterTick);
    }

    ViewAudience audience() {
        return audience;
    }

    /** Whether a checkpoint has a folder of state besides what {@link #checkpoint} writes. */
    boolean isStored() {
        return engine.isStored();
    }

    /** Writes the state of a checkpoint that is no part of {@link #checkpoint}; before it. */
    void copyState(Path folder) {
        engine.copyState(folder);
    }

    void checkpoint(StateOutput out) throws IOException {
        save(out);
        dirty = false;
    }

    /** As {@link #checkpoint}, besides those that are written by and by. */
    void save(StateOutput out) throws IOException {
        plan.write(out);
        engine.checkpoint(out);
        if (backlog != null) {
            backlog.checkpoint(out, frontier());
        }
        sink.checkpoint(out);
    }

    /** Takes on a checkpoint, before anything else; as {@link ViewEngine#restore}. */
    void restore(StateInput in, Path state, Function<Path, ? extends StateStore> opener) throws IOException {
        engine.restore(in, state, opener);
        backlog = Backlog.restore(engine.inputs(), leaves, in, allocator, frontier());
        sink.restore(in);
        audience.startAt(frontier());
    }

    /** From where on rows of a feed are needed if the view goes back to its checkpoint of this tick; zeros where that is not known. */
    List<Long> neededFrom(SourceFeed feed, long tick, Timeline timeline) {
        return backlog == null ? timeline.endsAt(feed.logId(), feed.partitions(), tick) : backlog.readAtCheckpoint(feed, tick);
    }

    /** Where a log stands in the view's engine.contents(). */
    List<Long> endsInContents(SourceFeed feed, Timeline timeline) {
        return backlog == null ? timeline.endsAt(feed.logId(), feed.partitions(), frontier()) : backlog.read().get(feed.logId());
    }

    /** Where watermarks of a feed rose by decisions, as {@link Dataflow#watermarkJumps}. */
    List<WatermarkJumps.Jump> watermarkJumps(SourceFeed feed) {
        int input = leaves.indexOf(feed);
        return input < 0 ? null : engine.dataflow().watermarkJumps(input);
    }

    /** Whether a checkpoint would hold more than the last one. */
    boolean isDirty() {
        return dirty;
    }

    @Override
    public void close() {
        audience.fail(new MillraceException(ErrorCode.UNDEFINED_TABLE, "the view was dropped"));
        sink.close();
        forgetDeltas();
        audience.close();
        if (correction != null) {
            correction.close();
        }
        if (backlog != null) {
            backlog.close();
        }
        engine.close();
    }
}
