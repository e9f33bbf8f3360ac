package io.millrace.exec.step;

import java.util.Optional;

/**
 * What is known of an input when a view is made, on which cheaper operators rest.
 *
 * @param appendOnly no delta of it ever weighs other than +1 a row: a stream without key, or files
 * @param eventTime if it has a watermark
 */
public record InputFacts(boolean appendOnly, Optional<EventTime> eventTime) {
    /** Rows may be taken back; no event time. */
    public static final InputFacts TABLE = new InputFacts(false, Optional.empty());
    /** Rows are never taken back; no event time. */
    public static final InputFacts APPEND_ONLY = new InputFacts(true, Optional.empty());

    public static InputFacts stream(EventTime eventTime) {
        return new InputFacts(true, Optional.of(eventTime));
    }
}
