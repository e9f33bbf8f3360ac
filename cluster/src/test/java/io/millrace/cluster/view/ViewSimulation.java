package io.millrace.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cluster.worker.StepPlaces;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.storage.checkpoint.CheckpointStore;
import io.millrace.storage.disk.SimulatedDisk;
import io.millrace.storage.log.Log;
import io.millrace.storage.log.LogOptions;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.stream.StreamStore;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A node's logs, timeline, views and checkpoints under one seed: the disk, the clock and the order of all work are simulated, nothing runs by itself. Rows
 * come in order, late, far too late and without a time; partitions fall silent; steps are put off; the machine stops at operations of the disk that chance
 * picks, also while it recovers, syncs fail, and newest checkpoints are damaged. After every event the invariants hold:
 *
 * <ul>
 * <li>a view at a tick holds what {@link TwinViews} says, who knows the logs and the ticks alone;
 * <li>no row is there less than once;
 * <li>rows that were acknowledged, and ticks that were seen, are there after a crash as they were;
 * <li>a subscriber's changes add up to the view.
 * </ul>
 */
final class ViewSimulation {
    private static final Path ROOT = Path.of("/data");
    private static final Path CHECKPOINTS = ROOT.resolve("checkpoints");
    private static final LogOptions LOGS = LogOptions.DEFAULT.withBackgroundSettling(false).withJournalBytes(6000).withSegmentBytes(9000);
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 5, 1, 12, 0);
    private static final long START_MICROS = 1_714_564_800_000_000L;

    private final SplittableRandom random;
    private final SplittableRandom twinRandom;
    private final SimulatedDisk disk;
    private final Map<String, CatalogObject.Stream> streams = SimulatedViews.streams();
    private final Map<String, SimulatedViews.Spec> specs = SimulatedViews.views();
    private final List<Tick> ticks = new ArrayList<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final StringBuilder trace = new StringBuilder();
    private long micros = START_MICROS;
    private int crashes;

    // Of one life
    private BufferAllocator allocator;
    private SimulatedTasks tasks;
    private LogStore logs;
    private StreamStore streamStore;
    private ViewService views;
    private Subscription subscription;
    private Map<List<Object>, Long> subscribed = new HashMap<>();

    private final Clock clock = new Clock() {
        @Override
        public long epochMicros() {
            return micros;
        }

        @Override
        public long monotonicNanos() {
            return micros * 1000;
        }
    };

    ViewSimulation(long seed) {
        this.random = new SplittableRandom(seed);
        this.twinRandom = new SplittableRandom(seed + 1);
        this.disk = new SimulatedDisk(random.split());
    }

    /** Runs so many events; gives what happened, which is the same for the same seed. */
    String run(int events) {
        begin(List.of());
        specs.values().forEach(spec -> views.create(spec.definition(), spec.plan()));
        noteTicks();
        for (int event = 0; event < events; event++) {
            alive(this::event);
            alive(this::noteTicks);
        }
        disk.crashAfter(1L << 60);
        disk.failSyncs(0);
        alive(() -> specs.keySet().forEach(this::check));
        end();
        return trace.toString();
    }

    int crashes() {
        return crashes;
    }

    private void say(String what) {
        trace.append(disk.operationCount()).append(" ");
        trace.append(what).append('\n');
    }

    // Lives

    private void begin(List<CatalogObject.MaterializedView> definitions) {
        allocator = new RootAllocator();
        tasks = new SimulatedTasks(random.split());
        logs = LogStore.open(disk, ROOT.resolve("logs"), LOGS, clock, random.split(), allocator);
        streamStore = new StreamStore(logs, clock, random.split(), allocator);
        streams.values().stream().filter(stream -> logs.find(stream.id()).isEmpty()).forEach(streamStore::create);
        views = new ViewService(
                logs, allocator, clock, tasks,
                target -> {
                    throw new AssertionError(target);
                },
                target -> target instanceof ScanTarget.Stream stream ? Optional.of(feed(stream.streamId())) : Optional.empty(),
                new CheckpointStore(disk, CHECKPOINTS), new CheckpointStore(disk, CHECKPOINTS.resolveSibling("savepoints")),
                new StateBackends(Path.of("target/simulated-state"), StateOptions.DEFAULT),
                StepPlaces.NONE, ViewFixture.NO_SIDE_TABLES, tasks, false);
        views.start(definitions, view -> specs.get(view.id()).plan());
    }

    private SourceFeed feed(String streamId) {
        return new StreamFeed(streams.get(streamId), streamStore);
    }

    private void end() {
        endSubscription();
        views.close();
        logs.close();
        assertEquals(0, allocator.getAllocatedMemory(), "memory that nobody gave back");
        allocator.close();
    }

    /** Does something; if the machine stops on the way, starts it again. */
    private void alive(Runnable action) {
        try {
            action.run();
        } catch (SimulatedDisk.Crash | MillraceException | CompletionException e) {
            if (!disk.hasCrashed() && !isFailedSync(e)) {
                throw e;
            }
        }
        while (disk.hasCrashed()) {
            crashes++;
            say("crash");
            bury();
            disk.restart();
            disk.failSyncs(0);
            if (random.nextInt(4) == 0) {
                disk.crashAfter(1 + random.nextInt(40));
            } else if (random.nextInt(4) == 0) {
                damage();
            }
            try {
                begin(specs.values().stream().map(SimulatedViews.Spec::definition).toList());
                acknowledged.forEach((log, rows) -> assertTrue(
                        rows(log) >= rows, () -> rows + " rows of " + log + " were acknowledged, there are " + rows(log)));
                noteTicks();
            } catch (SimulatedDisk.Crash | MillraceException | CompletionException e) {
                if (!disk.hasCrashed()) {
                    throw e;
                }
            }
        }
    }

    /** It has failed what was asked for, and nothing else. */
    private static boolean isFailedSync(Throwable e) {
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        return cause instanceof MillraceException typed && typed.code() == ErrorCode.IO_ERROR;
    }

    /** What is left of a life: its threads end, its memory is given up. */
    private void bury() {
        subscription = null;
        if (views != null) {
            views.abandon();
            views = null;
        }
        if (logs != null) {
            try {
                logs.close();
            } catch (SimulatedDisk.Crash e) {
                // Its disk is gone.
            }
            logs = null;
        }
    }

    /** The newest checkpoint of a view that has two. */
    private void damage() {
        for (Path folder : disk.exists(CHECKPOINTS) ? disk.list(CHECKPOINTS) : List.<Path>of()) {
            List<Path> files = disk.list(folder).stream().filter(file -> file.toString().endsWith(".checkpoint")).toList();
            if (files.size() > 1 && random.nextInt(3) == 0) {
                Path newest = files.stream().max(Comparator.comparingLong(ViewSimulation::number)).orElseThrow();
                disk.flip(newest, 20 + random.nextInt(200));
                say("damage " + newest);
            }
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().replace(".checkpoint", ""));
    }

    private long rows(String log) {
        return logs.find(log).map(Log::endOffsets).orElse(List.of()).stream().mapToLong(Long::longValue).sum();
    }

    // Events

    private void event() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5, 6 -> append();
            case 7, 8, 9 -> advance(random.nextInt(3) == 0 ? random.nextLong(4_000_000) : random.nextLong(20_000));
            case 10, 11, 12 -> {
                say("turn");
                views.turn();
            }
            case 13, 14, 15 -> {
                for (int i = random.nextInt(6); i >= 0 && tasks.runOne(); i--) {
                    say("task");
                }
            }
            case 16, 17 -> check(specs.keySet().stream().skip(random.nextInt(specs.size())).findFirst().orElseThrow());
            case 18 -> {
                say("checkpoint");
                views.checkpoint();
            }
            case 19 -> {
                say("settle");
                logs.settle();
            }
            case 20 -> {
                say("refresh");
                views.refresh(SimulatedViews.MANUAL);
            }
            case 21 -> subscribe();
            case 22 -> hear();
            default -> {
                if (random.nextInt(2) == 0) {
                    int operations = 1 + random.nextInt(60);
                    say("to crash after " + operations);
                    disk.crashAfter(operations);
                } else {
                    say("a sync is to fail");
                    disk.failSyncs(1);
                }
            }
        }
    }

    private void advance(long by) {
        micros += by;
        say("clock +" + by);
    }

    private void append() {
        String stream = List.of("s", "s", "r", "u").get(random.nextInt(4));
        int count = 1 + random.nextInt(6);
        try (BatchBuilder builder = new BatchBuilder(allocator, ViewFixture.EVENTS, count)) {
            for (int i = 0; i < count; i++) {
                builder.row("k" + random.nextInt(5), time(), random.nextLong(10));
            }
            streamStore.append(streams.get(stream), builder.build()).join();
        }
        acknowledged.merge(stream, (long) count, Long::sum);
        say("append " + count + " to " + stream);
    }

    /** Mostly about now; now and then late, far too late, of the far future, or none. */
    private LocalDateTime time() {
        long late = switch (random.nextInt(14)) {
            case 0 -> random.nextLong(20_000_000);
            case 1, 2, 3 -> random.nextLong(3_000_000);
            default -> random.nextLong(200_000);
        };
        return switch (random.nextInt(40)) {
            case 0 -> null;
            case 1 -> LocalDateTime.of(9999, 1, 1, 0, 0);
            default -> NOON.plusNanos((micros - START_MICROS - late) * 1000);
        };
    }

    private void subscribe() {
        endSubscription();
        say("subscribe");
        subscription = views.subscribe("totals", true);
        subscribed = new HashMap<>();
    }

    private void endSubscription() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    private void hear() {
        if (subscription == null) {
            return;
        }
        // What is bound now has come to the subscriber once the view is there.
        long tick;
        Map<List<Object>, Long> contents;
        try (ViewSnapshots held = views.pin(ViewFixture.scanView("totals", specs.get("totals").plan().schema()))) {
            tick = held.tick();
            contents = rowsOf(held.contents("totals").batches());
        }
        for (ViewChange change = subscription.poll(() -> {}); change != null; change = subscription.poll(() -> {})) {
            try (ViewChange taken = change) {
                taken.deltas().forEach(delta -> ViewFixture.add(subscribed, delta));
            }
        }
        assertEquals(contents, subscribed, "what the subscriber heard up to tick " + tick);
    }

    // Invariants

    private void noteTicks() {
        Timeline timeline = views.timeline();
        List<Tick> since = timeline.between(ticks.size() - 1, timeline.latest().number());
        assertTrue(since != null, () -> "ticks after " + (ticks.size() - 1) + " are gone, the last is " + timeline.latest().number());
        ticks.addAll(since);
        since.forEach(tick -> say("tick " + tick.number() + " " + new TreeMap<>(tick.ends()) + " " + tick.decisions()));
        if (!ticks.isEmpty()) {
            Tick last = ticks.getLast();
            List<Tick> again = timeline.between(last.number() - 1, last.number());
            assertTrue(again == null || again.equals(List.of(last)), () -> "tick " + last.number() + " was bound twice");
            assertEquals(last.number(), timeline.latest().number(), "a tick that was seen is gone");
        }
    }

    private void check(String id) {
        SimulatedViews.Spec spec = specs.get(id);
        long tick;
        Map<List<Object>, Long> contents;
        try (ViewSnapshots held = views.pin(ViewFixture.scanView(id, spec.plan().schema()))) {
            tick = held.tick();
            contents = rowsOf(held.contents(id).batches());
        }
        noteTicks();
        contents.forEach((row, count) -> assertTrue(count > 0, () -> id + " holds " + row + " " + count + " times"));
        try (BufferAllocator own = new RootAllocator()) {
            Map<List<Object>, Long> expected = new TwinViews(own, clock, this::feed, ticks, twinRandom).contents(spec, specs, tick);
            assertEquals(text(expected), text(contents), () -> id + " at tick " + tick + " after " + crashes + " crashes");
        }
        say("check " + id + " at " + tick + ": " + contents.hashCode());
    }

    private static Map<List<Object>, Long> rowsOf(List<Batch> batches) {
        Map<List<Object>, Long> rows = new HashMap<>();
        batches.forEach(batch -> ViewFixture.add(rows, batch));
        return rows;
    }

    private static String text(Map<List<Object>, Long> rows) {
        return String.join("\n", rows.entrySet().stream().map(Object::toString).sorted().toList());
    }
}
