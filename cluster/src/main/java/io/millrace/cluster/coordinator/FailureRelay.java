package io.millrace.cluster.coordinator;

import io.millrace.cluster.worker.QueryTasks;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.QueryExecution;

/** Tells a query's last fragment what another task failed with, also if that comes before the fragment runs. The first failure counts. */
final class FailureRelay implements QueryTasks.FailureListener {
    private QueryExecution root;
    private MillraceException failure;

    @Override
    public void failed(MillraceException reason) {
        QueryExecution running;
        synchronized (this) {
            failure = failure == null ? reason : failure;
            running = root;
        }
        if (running != null) {
            running.cancel(reason);
        }
    }

    void runs(QueryExecution execution) {
        MillraceException early;
        synchronized (this) {
            root = execution;
            early = failure;
        }
        if (early != null) {
            execution.cancel(early);
        }
    }
}
