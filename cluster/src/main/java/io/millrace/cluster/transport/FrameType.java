package io.millrace.cluster.transport;

/** What a frame holds; its ordinal is on the wire, so the order stays. */
public enum FrameType {
    /** Reader to sender: begin to send one partition of a task's output. */
    OPEN,
    /** Reader to sender: so many more bytes may come. */
    CREDIT,
    /** Reader to sender: no more is wanted. */
    CLOSE,
    /** Sender to reader: a batch. */
    DATA,
    /** Sender to reader: that was all. */
    END,
    /** Sender to reader: the task failed. */
    FAIL,
    /** Between coordinator and worker: a message. */
    CONTROL,
    /** Both ways: rows of the step that a continuous query takes next. */
    STEP_ROWS,
    /** Both ways: the marker that ends a step. */
    STEP_END
}
