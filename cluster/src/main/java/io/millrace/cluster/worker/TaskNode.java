package io.millrace.cluster.worker;

import io.millrace.common.error.MillraceException;
import java.util.List;

/** Where tasks of one query can run: this process or a worker. Methods may be called from any thread but those of the pool. */
public interface TaskNode {
    TaskPlace place();

    /**
     * Starts a task; when this returns its output can be read.
     *
     * @throws MillraceException WORKER_LOST, or what hinders the task
     */
    void start(TaskSpec spec);

    /** How far the query's tasks here are, as last heard. */
    List<TaskFigures> figures(String queryId);

    /** Makes {@link #figures} as of now; waits a moment for that, at most. */
    default void refresh(String queryId) {}

    /** Ends all of the query's tasks here; a worker may still be busy with that when this returns. */
    void end(String queryId, MillraceException reason);
}
