package io.millrace.frontend.execution;

import io.millrace.common.error.MillraceException;

/** What a statement is at: planning a query, handing its rows on. Cancelled from any thread. */
@FunctionalInterface
public interface Cancellable {
    /** Ends it soon, with this error for whoever waits for it; does not block. */
    void cancel(MillraceException reason);
}
