package io.millrace.cluster.coordinator;

import io.millrace.cluster.worker.QueryTasks;
import io.millrace.cluster.worker.TaskNode;
import java.util.List;

/** The workers that have joined this node. */
public interface Workers {
    /** None, for good. */
    Workers NONE = new Workers() {
        @Override
        public List<? extends TaskNode> active() {
            return List.of();
        }

        @Override
        public void watch(String queryId, QueryTasks.FailureListener listener) {}

        @Override
        public void forget(String queryId) {}
    };

    /** Those that take tasks now. */
    List<? extends TaskNode> active();

    /** From now on failures of the query's tasks, and the loss of a worker that runs one, are told. */
    void watch(String queryId, QueryTasks.FailureListener listener);

    void forget(String queryId);
}
