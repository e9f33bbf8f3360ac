package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.ViewContents;
import io.millrace.exec.step.ViewSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What a new view starts from: everything that one of its inputs holds at a tick, in steps of a bounded number of rows, since where steps are cut makes
 * no difference.
 */
final class Backfill {
    /** Rows that one step takes. */
    private static final long STEP_ROWS = 1 << 19;

    private final Input input;
    private final BufferAllocator allocator;
    private final Consumer<List<InputEvent>> step;
    private final List<InputEvent> events = new ArrayList<>();
    private long rows;

    /** @param step takes over the events' batches */
    private Backfill(Input input, BufferAllocator allocator, Consumer<List<InputEvent>> step) {
        this.input = input;
        this.allocator = allocator;
        this.step = step;
    }

    static void of(Input input, Leaf leaf, Tick tick, Timeline timeline, BufferAllocator allocator, Consumer<List<InputEvent>> step) {
        Backfill backfill = new Backfill(input, allocator, step);
        try {
            switch (leaf) {
                case Leaf.Feed(SourceFeed feed) -> feed.snapshotEvents(
                        timeline.endsAt(feed.logId(), feed.partitions(), tick.number()), input.columns(), allocator, backfill::add);
                case Leaf.Upstream(ViewRuntime view) -> backfill.contents(view.contents());
                case Leaf.Fixed(TableSource source) -> backfill.all(source);
            }
            backfill.flush();
        } catch (RuntimeException e) {
            LeafEvents.close(backfill.events);
            throw e;
        }
    }

    /** Takes over the batch. */
    private void add(InputEvent event) {
        events.add(event);
        rows += event instanceof InputEvent.Rows some ? some.batch().rows() : 1;
        if (rows >= STEP_ROWS) {
            flush();
        }
    }

    private void flush() {
        if (!events.isEmpty()) {
            List<InputEvent> some = List.copyOf(events);
            events.clear();
            rows = 0;
            step.accept(some);
        }
    }

    private void contents(ViewContents contents) {
        try (ViewSnapshot snapshot = contents.rowsWithoutErrors()) {
            try (BatchReader reader = snapshot.open(8192)) {
                for (Batch next = reader.next(); next != null; next = reader.next()) {
                    try (Batch batch = next) {
                        add(new InputEvent.Rows(0, columns(batch, input.columns())));
                    }
                }
            }
        }
    }

    /** Some columns of a batch, retained, under its weights. */
    static Batch columns(Batch batch, List<Integer> indexes) {
        return batch.withColumns(indexes.stream().map(c -> batch.column(c).retain()).toList());
    }

    private void all(TableSource source) {
        ScanRequest request = new ScanRequest(input.columns(), List.of(), null, 8192);
        for (Split split : source.splits(request)) {
            try (BatchReader reader = source.open(split, request, allocator)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    add(new InputEvent.Rows(0, batch));
                }
            }
        }
    }
}
