package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.ViewContents;
import io.millrace.exec.step.time.WatermarkJumps;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One continuous view at work: its dataflow, its contents, and how far it has come. Owned by a {@link ViewGroup}, which calls it from one thread at a
 * time.
 */
final class ViewRuntime implements AutoCloseable {
    private static final String SECTION = "progress";
    private static final int SECTION_VERSION = 1;
    /** Rows of a new view's inputs that one step takes. */
    private static final long BACKFILL_ROWS = 1 << 19;

    private final String id;
    private final Schema schema;
    private final ViewDataflow dataflow;
    private final ViewContents contents;
    private final List<Leaf> leaves;
    private final BufferAllocator allocator;
    private final boolean kept;
    private final Map<Integer, Set<Integer>> idle = new HashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private long frontier;
    private long frontierMicros;
    private OptionalLong watermark = OptionalLong.empty();
    private long lateRows;
    private long heldRows;
    private long rowsIn;
    private volatile MillraceException failure;
    private List<Batch> lastDeltas = List.of();
    private final ChangeHistory history = new ChangeHistory();
    /** Whether there was any input since the last checkpoint. */
    private boolean dirty;

    /** {@code kept}: whether it outlives a restart; a subscription's own query does not. */
    ViewRuntime(
            String id, Schema schema, ViewDataflow dataflow, ViewContents contents, List<Leaf> leaves, BufferAllocator allocator,
            boolean kept) {
        this.id = id;
        this.schema = schema;
        this.dataflow = dataflow;
        this.contents = contents;
        this.leaves = leaves;
        this.allocator = allocator;
        this.kept = kept;
    }

    /** Whether a checkpoint holds all of it; else it is computed anew from all that its inputs ever had. */
    boolean isCheckpointed() {
        return dataflow.isCheckpointed();
    }

    boolean isKept() {
        return kept;
    }

    /** Whether every view that this one reads has come no further than this one. */
    boolean followsUpstream() {
        return upstream().stream().allMatch(view -> view.frontier <= frontier);
    }

    List<ViewRuntime> upstream() {
        List<ViewRuntime> views = new ArrayList<>();
        for (Leaf leaf : leaves) {
            if (leaf instanceof Leaf.Upstream(ViewRuntime view)) {
                views.add(view);
            }
        }
        return views;
    }

    String id() {
        return id;
    }

    Schema schema() {
        return schema;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    long frontier() {
        return frontier;
    }

    long frontierMicros() {
        return frontierMicros;
    }

    OptionalLong watermark() {
        return watermark;
    }

    long lateRows() {
        return lateRows;
    }

    long heldRows() {
        return heldRows;
    }

    long rowsIn() {
        return rowsIn;
    }

    long stateBytes() {
        return dataflow.stateBytes() + contents.stateBytes();
    }

    ViewContents contents() {
        return contents;
    }

    Optional<MillraceException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Where watermarks of a feed rose by decisions, as {@link Dataflow#watermarkJumps}. */
    List<WatermarkJumps.Jump> watermarkJumps(SourceFeed feed) {
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i) instanceof Leaf.Feed(SourceFeed read) && read.logId().equals(feed.logId())) {
                return dataflow.watermarkJumps(i);
            }
        }
        return null;
    }

    List<SourceFeed> feeds() {
        List<SourceFeed> feeds = new ArrayList<>();
        for (Leaf leaf : leaves) {
            if (leaf instanceof Leaf.Feed(SourceFeed feed)) {
                feeds.add(feed);
            }
        }
        return feeds;
    }

    /**
     * What a new view starts from: everything that its inputs hold at a tick, in steps of a bounded number of rows, since where steps are cut makes no
     * difference. Nobody sees the view before the last of them.
     */
    void start(Tick tick, Timeline timeline) {
        for (Input input : dataflow.inputs()) {
            Backfill rows = new Backfill(tick, input);
            try {
                switch (leaves.get(input.index())) {
                    case Leaf.Feed(SourceFeed feed) -> feed.snapshotEvents(
                            timeline.endsAt(feed.logId(), feed.partitions(), tick.number()), input.columns(), allocator, rows::add);
                    case Leaf.Upstream(ViewRuntime view) -> view.contentsEvents(input, rows);
                    case Leaf.Fixed(TableSource source) -> all(source, input, rows);
                }
                rows.flush();
            } catch (RuntimeException e) {
                LeafEvents.close(rows.events);
                throw e;
            }
        }
        apply(tick, dataflow.inputs().stream().map(input -> List.<InputEvent>of()).toList());
        dirty = true;
        history.startAt(frontier);
    }

    /** Rows of one input that wait for a step. */
    private final class Backfill {
        private final Tick tick;
        private final Input input;
        private final List<InputEvent> events = new ArrayList<>();
        private long rows;

        Backfill(Tick tick, Input input) {
            this.tick = tick;
            this.input = input;
        }

        /** Takes over the batch. */
        void add(InputEvent.Rows event) {
            events.add(event);
            rows += event.batch().rows();
            if (rows >= BACKFILL_ROWS) {
                flush();
            }
        }

        void flush() {
            if (!events.isEmpty()) {
                List<InputEvent> some = List.copyOf(events);
                events.clear();
                rows = 0;
                apply(tick, dataflow.inputs().stream().map(other -> other == input ? some : List.<InputEvent>of()).toList());
            }
        }
    }

    private void contentsEvents(Input input, Backfill rows) {
        try (ViewContents.Snapshot snapshot = contents.rowsWithoutErrors()) {
            snapshot.batches().forEach(batch -> rows.add(new InputEvent.Rows(0, columns(batch, input.columns()))));
        }
    }

    /** Some columns of a batch, retained, under its weights. */
    private static Batch columns(Batch batch, List<Integer> indexes) {
        return batch.withColumns(indexes.stream().map(c -> batch.column(c).retain()).toList());
    }

    private void all(TableSource source, Input input, Backfill rows) {
        ScanRequest request = new ScanRequest(input.columns(), List.of(), null, 8192);
        for (Split split : source.splits(request)) {
            try (BatchReader reader = source.open(split, request, allocator)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows.add(new InputEvent.Rows(0, batch));
                }
            }
        }
    }

    /** Goes on to a later tick; upstream views are there already, and their last deltas are what they changed since this view's frontier. */
    void advance(List<Tick> ticks, Timeline timeline) {
        Tick to = ticks.get(ticks.size() - 1);
        List<List<InputEvent>> events = new ArrayList<>();
        try {
            for (Input input : dataflow.inputs()) {
                events.add(nextEvents(input, ticks, timeline));
            }
        } catch (RuntimeException e) {
            events.forEach(LeafEvents::close);
            throw e;
        }
        apply(to, events);
    }

    private List<InputEvent> nextEvents(Input input, List<Tick> ticks, Timeline timeline) {
        return switch (leaves.get(input.index())) {
            case Leaf.Feed(SourceFeed feed) -> LeafEvents.of(
                    feed,
                    input,
                    timeline.endsAt(feed.logId(), feed.partitions(), frontier),
                    ticks,
                    idle.computeIfAbsent(input.index(), i -> new HashSet<>()),
                    allocator);
            case Leaf.Upstream(ViewRuntime view) -> view.deltaEvents(input);
            case Leaf.Fixed ignored -> List.of();
        };
    }

    private List<InputEvent> deltaEvents(Input input) {
        List<InputEvent> events = new ArrayList<>();
        for (Batch delta : lastDeltas) {
            events.add(new InputEvent.Rows(0, columns(delta, input.columns())));
        }
        return events;
    }

    /** Takes over the events' batches. A failure leaves the view where it was, for good: the same input would fail again. */
    private void apply(Tick tick, List<List<InputEvent>> events) {
        for (List<InputEvent> ofInput : events) {
            for (InputEvent event : ofInput) {
                if (event instanceof InputEvent.Rows rows) {
                    rowsIn += rows.batch().rows();
                }
            }
        }
        dirty |= events.stream().anyMatch(ofInput -> !ofInput.isEmpty());
        StepOutput output = dataflow.step(new StepInput(tick.number(), tick.micros(), events));
        forgetDeltas();
        try (output) {
            lastDeltas = Subscription.retained(output.deltas());
            contents.apply(output);
            lateRows += output.lateRows();
            heldRows += output.heldRows();
            watermark = output.watermarkMicros();
            frontier = tick.number();
            frontierMicros = tick.micros();
            publish(output);
        }
    }

    private void publish(StepOutput output) {
        for (Subscription subscription : List.copyOf(subscriptions)) {
            subscription.offer(new ViewChange(frontier, frontierMicros, Subscription.retained(output.deltas()), watermark));
        }
        history.add(new ViewChange(frontier, frontierMicros, Subscription.retained(output.deltas()), watermark));
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
        for (ViewRuntime view : upstream()) {
            view.requireReadable();
            view.contents.requireNoErrors();
        }
    }

    void fail(MillraceException reason) {
        failure = reason;
        List.copyOf(subscriptions).forEach(s -> s.fail(reason));
    }

    /** Called between steps. */
    void subscribe(Subscription subscription, boolean withSnapshot) {
        requireReadable();
        List<Batch> rows = new ArrayList<>();
        if (withSnapshot) {
            try (ViewContents.Snapshot snapshot = contents.snapshot()) {
                rows.addAll(Subscription.retained(snapshot.batches()));
            }
        }
        subscription.offer(new ViewChange(frontier, frontierMicros, rows, watermark));
        subscriptions.add(subscription);
    }

    /** Goes on after a tick that the subscriber has seen. Called between steps. */
    void resume(Subscription subscription, long afterTick) {
        requireReadable();
        if (afterTick > frontier) {
            throw new MillraceException(
                    ErrorCode.SUBSCRIPTION_EXPIRED, "tick " + afterTick + " lies ahead, the view is at " + frontier);
        }
        history.after(afterTick).forEach(subscription::offer);
        subscriptions.add(subscription);
    }

    void unsubscribe(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    int subscribers() {
        return subscriptions.size();
    }

    void checkpoint(StateOutput out) throws IOException {
        dirty = false;
        dataflow.checkpoint(out);
        contents.checkpoint(out);
        try (DataOutputStream progress = new DataOutputStream(out.section(SECTION))) {
            progress.writeInt(SECTION_VERSION);
            progress.writeLong(frontier);
            progress.writeLong(frontierMicros);
            progress.writeLong(lateRows);
            progress.writeLong(heldRows);
            progress.writeLong(rowsIn);
            progress.writeInt(idle.size());
            for (Map.Entry<Integer, Set<Integer>> entry : idle.entrySet()) {
                progress.writeInt(entry.getKey());
                progress.writeInt(entry.getValue().size());
                for (int partition : entry.getValue()) {
                    progress.writeInt(partition);
                }
            }
        }
    }

    /** Takes on a checkpoint, before anything else. */
    void restore(StateInput in) throws IOException {
        dataflow.restore(in);
        contents.restore(in);
        try (DataInputStream progress = new DataInputStream(in.section(SECTION))) {
            int version = progress.readInt();
            if (version != SECTION_VERSION) {
                throw new MillraceException(ErrorCode.CORRUPT_FILE,
                        "a view's checkpoint has version " + version + ", this build reads " + SECTION_VERSION);
            }
            frontier = progress.readLong();
            frontierMicros = progress.readLong();
            lateRows = progress.readLong();
            heldRows = progress.readLong();
            rowsIn = progress.readLong();
            int inputs = progress.readInt();
            for (int i = 0; i < inputs; i++) {
                Set<Integer> aside = idle.computeIfAbsent(progress.readInt(), k -> new HashSet<>());
                int partitions = progress.readInt();
                for (int p = 0; p < partitions; p++) {
                    aside.add(progress.readInt());
                }
            }
        }
        watermark = dataflow.watermarkMicros();
        history.startAt(frontier);
    }

    /** Whether a checkpoint would hold more than the last one. */
    boolean isDirty() {
        return dirty;
    }

    @Override
    public void close() {
        List.copyOf(subscriptions).forEach(s -> s.fail(new MillraceException(ErrorCode.UNDEFINED_TABLE, "the view was dropped")));
        forgetDeltas();
        history.close();
        dataflow.close();
        contents.close();
    }
}
