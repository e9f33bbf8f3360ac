package io.millrace.exec.pipeline;

/** Where tasks wait for a thread. */
interface TaskQueue {
    /** Runs a new task. */
    void start(PoolTask task);

    /** Runs a task again. */
    void enqueue(PoolTask task);
}
