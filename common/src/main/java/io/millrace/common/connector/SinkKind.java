package io.millrace.common.connector;

/** How a sink writes, on which depends what comes out of it after a failure. */
public enum SinkKind {
    /** Rows are added as they come; what is written again is there again. */
    PLAIN,
    /** Rows are put by key; what is written again changes nothing. */
    IDEMPOTENT,
    /** Rows wait in a durable log until they are written, in order. */
    WRITE_AHEAD,
    /** Rows are committed together with the tick they belong to. */
    TRANSACTIONAL;

    /** What holds from the source to the sink's readers. */
    public Guarantee endToEnd(boolean replayable) {
        return switch (this) {
            case PLAIN, WRITE_AHEAD -> replayable ? Guarantee.AT_LEAST_ONCE : Guarantee.AT_MOST_ONCE;
            case IDEMPOTENT, TRANSACTIONAL -> replayable ? Guarantee.EXACTLY_ONCE : Guarantee.AT_MOST_ONCE;
        };
    }
}
