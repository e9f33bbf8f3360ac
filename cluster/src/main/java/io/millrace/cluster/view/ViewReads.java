package io.millrace.cluster.view;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.Clock;
import io.millrace.common.port.TableSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Statements and subscribers that read views at a tick. */
final class ViewReads {
    /** Changes that wait for one subscriber. */
    private static final long SUBSCRIBER_BYTES_MAX = 16L << 20;

    private final Timeline timeline;
    private final RunningViews running;
    private final Clock clock;
    private final TickWait wait;
    private final ViewPins pins = new ViewPins();

    ViewReads(Timeline timeline, RunningViews running, Clock clock, TickWait wait) {
        this.timeline = timeline;
        this.running = running;
        this.clock = clock;
        this.wait = wait;
    }

    /**
     * Holds all views that a plan reads at one tick, which includes everything durable by now. Waits for views that lag.
     *
     * @return null if the plan reads no view
     */
    ViewSnapshots pin(PlanNode plan) {
        Set<ViewRuntime> read = new LinkedHashSet<>();
        for (PlanNode node : PlanNode.flatten(plan)) {
            if (node instanceof PlanNode.Scan scan && scan.target() instanceof ScanTarget.View target) {
                read.add(running.require(target.viewId()));
            }
        }
        if (read.isEmpty()) {
            return null;
        }
        ViewSnapshots[] slot = new ViewSnapshots[1];
        List<CompletableFuture<Void>> reached = timeline.atLatest(tick -> {
            slot[0] = pins.hold(tick.number());
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (ViewRuntime view : read) {
                all.add(running.group(view.id()).stopAt(tick.number(), () -> {
                    view.requireReadable();
                    slot[0].put(view.id(), view.schema(), view.contents().snapshot());
                }));
            }
            return all;
        });
        try {
            reached.forEach(wait::await);
            return slot[0];
        } catch (RuntimeException e) {
            slot[0].close();
            throw e;
        }
    }

    /** Opens a pinned view; the statement that pinned it holds it until it ends. */
    TableSource open(ScanTarget.View target) {
        return pins.open(target);
    }

    /** Holds a view, and all that it reads, at one tick that includes everything durable by now. */
    HeldView hold(CatalogObject.MaterializedView definition) {
        ViewRuntime view = running.require(definition.id());
        HeldView[] slot = new HeldView[1];
        wait.await(timeline.atLatest(tick -> running.group(view.id()).stopAt(tick.number(), () -> {
            ViewSnapshots snapshots = pins.hold(view.frontier());
            try {
                slot[0] = HeldView.of(definition, view, snapshots, timeline);
            } catch (RuntimeException e) {
                snapshots.close();
                throw e;
            }
        })));
        return slot[0];
    }

    /** Follows a view: its contents at a tick first if asked for, then every change. */
    Subscription subscribe(String id, boolean withSnapshot) {
        return subscribe(id, (view, subscription) -> view.subscribe(subscription, withSnapshot));
    }

    /**
     * Follows a view after a tick up to which the caller has all changes.
     *
     * @throws MillraceException SUBSCRIPTION_EXPIRED if the changes since are not kept
     */
    Subscription resume(String id, long afterTick) {
        return subscribe(id, (view, subscription) -> view.resume(subscription, afterTick));
    }

    private Subscription subscribe(String id, BiConsumer<ViewRuntime, Subscription> begin) {
        ViewRuntime view = running.require(id);
        ViewGroup group = running.group(id);
        Subscription[] slot = new Subscription[1];
        slot[0] = new Subscription(view.schema(), SUBSCRIBER_BYTES_MAX, clock, () -> group.between(() -> {
            view.audience().remove(slot[0]);
            return null;
        }));
        wait.await(timeline.atLatest(tick -> group.stopAt(tick.number(), () -> begin.accept(view, slot[0]))));
        return slot[0];
    }
}
