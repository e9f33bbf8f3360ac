package io.millrace.cluster.view;

/** Where views' checkpoints are kept. */
interface ViewCheckpoints {
    /** Puts the newest usable checkpoint into a view that has done nothing yet; false if there is none. */
    boolean restore(ViewRuntime view);

    /** Writes a checkpoint of the view as it stands, durably and atomically. Called between steps. */
    void write(ViewRuntime view);

    /** Deletes what there is of a view. */
    void drop(String viewId);
}
