package io.millrace.cluster.view;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.ChangeBuffer;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.StepOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What a view that is not continuous has not taken of its inputs yet: of logs how far they have come, of views their changes, summed up. Part of the
 * view's checkpoints, so that ticks need not be kept until the next refresh.
 */
final class Backlog implements AutoCloseable {
    private static final String SECTION = "backlog";
    /** Rows of a log that one step takes. */
    private static final long STEP_ROWS = 1 << 20;

    /** As of when the view's contents are, and what of the views it reads could not be computed then. */
    record Refreshed(long tick, long micros, Optional<ErrorCode> upstreamError, Optional<String> upstreamMessage) {}

    /** The written form. */
    private record Notes(Refreshed refreshed, Map<String, FeedBacklog.Notes> feeds) {}

    private final List<Input> inputs;
    private final BufferAllocator allocator;
    private final Map<Integer, FeedBacklog> feeds = new TreeMap<>();
    private final Map<Integer, ChangeBuffer> changes = new TreeMap<>();
    /** By the tick of a checkpoint, how far logs were read. */
    private final NavigableMap<Long, Map<String, List<Long>>> readAt = new TreeMap<>();
    private Refreshed refreshed;

    private Backlog(List<Input> inputs, BufferAllocator allocator, Refreshed refreshed) {
        this.inputs = inputs;
        this.allocator = allocator;
        this.refreshed = refreshed;
    }

    /** Of a view that has taken all up to where it stands. */
    static Backlog of(List<Input> inputs, Leaves leaves, ViewProgress progress, Timeline timeline, BufferAllocator allocator) {
        Refreshed now = new Refreshed(progress.frontier(), progress.frontierMicros(), Optional.empty(), Optional.empty());
        Backlog backlog = new Backlog(inputs, allocator, now);
        for (Input input : inputs) {
            if (leaves.of(input) instanceof Leaf.Feed(SourceFeed feed)) {
                List<Long> read = timeline.endsAt(feed.logId(), feed.partitions(), progress.frontier());
                backlog.feeds.put(input.index(), new FeedBacklog(feed, read, progress.idle(input.index())));
            }
        }
        backlog.openBuffers(leaves);
        return backlog;
    }

    /** Null if the checkpoint is of a view that was continuous. */
    static Backlog restore(List<Input> inputs, Leaves leaves, StateInput in, BufferAllocator allocator, long frontier) throws IOException {
        Notes notes;
        try (InputStream section = in.section(SECTION)) {
            if (section == null) {
                return null;
            }
            notes = RecordCodec.decode(section.readAllBytes(), Notes.class);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.CORRUPT_FILE, "a view's backlog is damaged: " + e.getMessage(), e);
        }
        Backlog backlog = new Backlog(inputs, allocator, notes.refreshed());
        backlog.openBuffers(leaves);
        try {
            for (Input input : inputs) {
                if (leaves.of(input) instanceof Leaf.Feed(SourceFeed feed)) {
                    FeedBacklog.Notes noted = notes.feeds().get(String.valueOf(input.index()));
                    if (noted == null) {
                        throw new MillraceException(ErrorCode.CORRUPT_FILE, "a view's backlog is of another plan");
                    }
                    backlog.feeds.put(input.index(), FeedBacklog.restore(feed, noted));
                }
            }
            for (Map.Entry<Integer, ChangeBuffer> entry : backlog.changes.entrySet()) {
                entry.getValue().restore(in, changesSection(entry.getKey()));
            }
            backlog.readAt.put(frontier, backlog.read());
            return backlog;
        } catch (RuntimeException e) {
            backlog.close();
            throw e;
        }
    }

    private void openBuffers(Leaves leaves) {
        for (Input input : inputs) {
            if (leaves.of(input) instanceof Leaf.Upstream) {
                changes.put(input.index(), new ChangeBuffer(allocator, input.schema(), DataflowOptions.DEFAULT_BATCH_ROWS));
            }
        }
    }

    void checkpoint(StateOutput out, long frontier) throws IOException {
        readAt.put(frontier, read());
        Map<String, FeedBacklog.Notes> notes = new HashMap<>();
        feeds.forEach((input, feed) -> notes.put(String.valueOf(input), feed.notes()));
        try (OutputStream section = out.section(SECTION)) {
            section.write(RecordCodec.encode(new Notes(refreshed, notes), Notes.class));
        }
        changes.forEach((input, buffer) -> buffer.checkpoint(out, changesSection(input)));
    }

    private static String changesSection(int input) {
        return "backlog-" + input;
    }

    Refreshed refreshed() {
        return refreshed;
    }

    /** Ticks that are kept in memory. */
    int ticks() {
        return feeds.values().stream().mapToInt(FeedBacklog::ticks).sum();
    }

    long bytes() {
        return changes.values().stream().mapToLong(ChangeBuffer::bytes).sum();
    }

    /** How far the view has read each log. */
    Map<String, List<Long>> read() {
        Map<String, List<Long>> read = new HashMap<>();
        feeds.values().forEach(feed -> read.put(feed.logId(), feed.read()));
        return read;
    }

    /** How far a log was read at a checkpoint, none older than which is kept; zeros where that is not known. */
    List<Long> readAtCheckpoint(SourceFeed feed, long tick) {
        readAt.headMap(tick).clear();
        Map<String, List<Long>> read = readAt.get(tick);
        return read == null ? Collections.nCopies(feed.partitions(), 0L) : read.get(feed.logId());
    }

    /** Whether a view that this one reads has changed since this one was refreshed. */
    boolean hasChanges() {
        return changes.values().stream().anyMatch(buffer -> !buffer.isEmpty());
    }

    /** Returns whether there was anything for the view. */
    boolean note(List<Tick> ticks) {
        boolean any = false;
        for (FeedBacklog feed : feeds.values()) {
            for (Tick tick : ticks) {
                any |= feed.note(tick);
            }
        }
        return any;
    }

    /** Changes of another view, of the columns of the input; they stay the caller's. Returns whether there are any. */
    boolean note(int input, List<Batch> deltas) {
        deltas.forEach(changes.get(input)::add);
        return !deltas.isEmpty();
    }

    /**
     * Takes all of it in steps of a bounded number of rows; nothing is forgotten before {@link #clear}.
     *
     * @param step takes over the events' batches
     * @param schema of what the steps change
     * @return the sum of what they changed, owned by the caller
     */
    List<Batch> take(Function<List<List<InputEvent>>, StepOutput> step, Schema schema) {
        List<Batch> deltas = new ArrayList<>();
        try (ChangeBuffer sum = new ChangeBuffer(allocator, schema, DataflowOptions.DEFAULT_BATCH_ROWS)) {
            int[] steps = {0};
            Consumer<List<List<InputEvent>>> summed = events -> {
                if (steps[0]++ > 0) {
                    moveInto(sum, deltas);
                }
                try (StepOutput output = step.apply(events)) {
                    deltas.addAll(Subscription.retained(output.deltas()));
                }
            };
            forEachStep(summed);
            if (steps[0] == 0) {
                summed.accept(inputs.stream().map(input -> List.<InputEvent>of()).toList());
            }
            if (steps[0] > 1) {
                moveInto(sum, deltas);
                deltas.addAll(sum.changes());
            }
            return deltas;
        } catch (RuntimeException | Error e) {
            deltas.forEach(Batch::close);
            throw e;
        }
    }

    private static void moveInto(ChangeBuffer sum, List<Batch> deltas) {
        deltas.forEach(sum::add);
        deltas.forEach(Batch::close);
        deltas.clear();
    }

    /** The events of one input at a time. */
    private void forEachStep(Consumer<List<List<InputEvent>>> step) {
        for (Input input : inputs) {
            Consumer<List<InputEvent>> ofInput =
                    events -> step.accept(inputs.stream().map(other -> other == input ? events : List.<InputEvent>of()).toList());
            if (feeds.containsKey(input.index())) {
                feeds.get(input.index()).forEachStep(input, STEP_ROWS, allocator, ofInput);
            } else if (changes.containsKey(input.index()) && !changes.get(input.index()).isEmpty()) {
                List<InputEvent> events = new ArrayList<>();
                changes.get(input.index()).changes().forEach(batch -> events.add(new InputEvent.Rows(0, batch)));
                ofInput.accept(events);
            }
        }
    }

    /** The view has taken everything, as of this tick. */
    void clear(Tick tick, Optional<MillraceException> upstreamError) {
        feeds.values().forEach(FeedBacklog::clear);
        changes.values().forEach(ChangeBuffer::clear);
        refreshed = new Refreshed(
                tick.number(), tick.micros(), upstreamError.map(MillraceException::code), upstreamError.map(MillraceException::getMessage));
    }

    /** The view goes on by itself from where it stands. */
    void handOver(ViewProgress progress) {
        feeds.forEach((input, feed) -> {
            progress.idle(input).clear();
            progress.idle(input).addAll(feed.idleAtRead());
        });
    }

    @Override
    public void close() {
        changes.values().forEach(ChangeBuffer::close);
    }
}
