package io.millrace.cluster.view;

import io.millrace.common.plan.PlanNode;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Where views' checkpoints are kept. */
interface ViewCheckpoints {
    /**
     * A view at its newest usable checkpoint.
     *
     * @param sql its query; a checkpoint of another is not usable
     * @param maker makes the view of the plan that the checkpoint is of, without state; may be called several times
     * @return null if there is no usable checkpoint
     */
    ViewRuntime restore(String viewId, String sql, Function<PlanNode, ViewRuntime> maker);

    /** Whether there is something to write. */
    boolean isDue(ViewRuntime view);

    /** Writes a checkpoint of the view as it stands, durably and atomically, if there is none of its tick. Called between steps. */
    void write(ViewRuntime view);

    /** The tick of the oldest checkpoint that is kept of a view: from there on its inputs may be needed again. */
    OptionalLong oldestTick(String viewId);

    /** What is kept of all views, of each the newest first. */
    List<CheckpointInfo> kept();

    /** Deletes what there is of a view. */
    void drop(String viewId);

    /** Deletes what there is of views that are not among these: a crash may have come between dropping a view and its checkpoints. */
    void retain(Collection<String> viewIds);
}
