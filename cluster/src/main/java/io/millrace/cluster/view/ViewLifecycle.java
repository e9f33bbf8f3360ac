package io.millrace.cluster.view;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import java.util.List;

/** Savepoints of views that run, and other queries for them. Called by the view service, one thing at a time. */
final class ViewLifecycle {
    /** How long filling a view anew may take. */
    private static final long FILL_MILLIS_MAX = 24L * 3600 * 1000;

    private final Timeline timeline;
    private final RunningViews running;
    private final ViewCompiler compiler;
    private final Savepoints savepoints;
    private final CheckpointRounds rounds;
    private final TickWait wait;

    ViewLifecycle(
            Timeline timeline, RunningViews running, ViewCompiler compiler, Savepoints savepoints, CheckpointRounds rounds, TickWait wait) {
        this.timeline = timeline;
        this.running = running;
        this.compiler = compiler;
        this.savepoints = savepoints;
        this.rounds = rounds;
        this.wait = wait;
    }

    /**
     * Keeps a view as it is now under a name, until the savepoint is dropped.
     *
     * @throws MillraceException DUPLICATE_OBJECT, or FEATURE_NOT_SUPPORTED if the view is not one that can be brought back by itself
     */
    void createSavepoint(String name, CatalogObject.MaterializedView definition) {
        ViewRuntime view = running.require(definition.id());
        wait.await(timeline.atLatest(tick -> running.group(view.id()).stopAt(tick.number(), () -> {
            view.requireReadable();
            savepoints.create(name, definition, view, timeline);
        })));
    }

    /** A view of a savepoint's query at the savepoint, the caller's to start or close. */
    ViewRuntime restore(SavepointInfo savepoint, CatalogObject.MaterializedView definition) {
        ViewRuntime view = savepoints.restore(savepoint, plan -> compiler.runtime(definition, plan));
        if (view.leaves().feeds().stream().anyMatch(feed -> !savepoint.ends().containsKey(feed.logId()))) {
            view.close();
            throw new MillraceException(
                    ErrorCode.CORRUPT_FILE, "savepoint \"" + savepoint.name() + "\" does not say how far it had read all it reads");
        }
        return view;
    }

    /** What would be kept of a view's state, and what read anew, if it got this query. */
    List<String> describe(CatalogObject.MaterializedView changed, PlanNode plan) {
        ViewRuntime before = running.require(changed.id());
        ViewGroup group = running.group(changed.id());
        try (ViewRuntime after = compiler.runtime(changed, plan)) {
            Redefinition.requirePossible(changed, before, after, group);
            return group.between(() -> new Redefinition(before, after).describe());
        }
    }

    /**
     * Gives a view another query. What of its state fits goes on, the rest comes from what its inputs hold; readers and subscribers see the rows that differ.
     *
     * @param recorded makes the definition last; called when the view shows the new query's rows
     */
    void redefine(CatalogObject.MaterializedView changed, PlanNode plan, Runnable recorded) {
        ViewRuntime view = running.require(changed.id());
        ViewGroup group = running.group(changed.id());
        ViewRuntime after = compiler.runtime(changed, plan);
        List<String> logsBefore = view.leaves().feeds().stream().map(SourceFeed::logId).toList();
        List<SourceFeed> feeds = after.leaves().feeds();
        boolean registered = false;
        try {
            Redefinition.requirePossible(changed, view, after, group);
            feeds.forEach(SourceFeed::refresh);
            timeline.register(feeds);
            registered = true;
            wait.await(timeline.atLatest(
                    tick -> group.stopAt(tick.number(), () -> new Redefinition(view, after).run(tick, timeline))), FILL_MILLIS_MAX);
        } catch (RuntimeException e) {
            if (registered) {
                timeline.unregister(feeds.stream().map(SourceFeed::logId).toList());
            }
            after.close();
            throw e;
        }
        group.readsAnew(view);
        timeline.unregister(logsBefore);
        // At a tick of its own, so that what reads the view takes the difference.
        wait.await(timeline.decideAtLatest(
                List.of(new Tick.Decision.Refresh(view.id(), 0)), tick -> group.stopAt(tick.number(), () -> {})));
        recorded.run();
        group.between(() -> {
            rounds.readsAnew(view.id());
            return rounds.checkpointNow(group);
        });
    }
}
