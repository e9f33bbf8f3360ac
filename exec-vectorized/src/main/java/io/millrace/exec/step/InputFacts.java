package io.millrace.exec.step;

import java.util.List;
import java.util.Optional;

/**
 * What is known of an input when a view is made, on which cheaper operators rest.
 *
 * @param appendOnly no delta of it ever weighs other than +1 a row: a stream without key, or files
 * @param eventTime if it has a watermark
 * @param upsertKey columns of the scanned object; if there are any, each row takes the place of the one of the same key before it; one that weighs -1 only takes it away
 */
public record InputFacts(boolean appendOnly, Optional<EventTime> eventTime, List<Integer> upsertKey) {
    /** Rows may be taken back; no event time. */
    public static final InputFacts TABLE = new InputFacts(false, Optional.empty(), List.of());
    /** Rows are never taken back; no event time. */
    public static final InputFacts APPEND_ONLY = new InputFacts(true, Optional.empty(), List.of());

    public InputFacts {
        upsertKey = List.copyOf(upsertKey);
    }

    public static InputFacts stream(EventTime eventTime) {
        return new InputFacts(true, Optional.of(eventTime), List.of());
    }

    /** A keyed stream: it takes rows back by putting others in their place. */
    public static InputFacts upsert(List<Integer> key, Optional<EventTime> eventTime) {
        return new InputFacts(false, eventTime, key);
    }
}
