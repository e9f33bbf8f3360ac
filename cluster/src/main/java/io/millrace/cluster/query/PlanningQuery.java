package io.millrace.cluster.query;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.exec.Progress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A query of this node that is being planned: it is listed, its timeout counts, and it can be cancelled, which {@link #check} tells the thread that plans
 * it. What is started of it keeps its id. Cancelled from anywhere.
 */
public final class PlanningQuery implements AutoCloseable {
    private final String id;
    private final long number;
    private final QueryOptions options;
    private final Clock clock;
    private final long startNanos;
    private final Consumer<PlanningQuery> onClose;
    private volatile MillraceException cancelReason;

    PlanningQuery(String id, long number, QueryOptions options, Clock clock, Consumer<PlanningQuery> onClose) {
        this.id = id;
        this.number = number;
        this.options = options;
        this.clock = clock;
        this.startNanos = clock.monotonicNanos();
        this.onClose = onClose;
    }

    public String id() {
        return id;
    }

    /** What no other query of this node has. */
    long number() {
        return number;
    }

    long startNanos() {
        return startNanos;
    }

    /** What is left of its timeout, at least 1. */
    long leftMillis() {
        return Math.max(1, options.timeoutMillis() - TimeUnit.NANOSECONDS.toMillis(clock.monotonicNanos() - startNanos));
    }

    public void cancel(MillraceException reason) {
        cancelReason = reason;
    }

    /** @throws MillraceException what it was cancelled for; QUERY_TIMEOUT */
    public void check() {
        MillraceException reason = cancelReason;
        if (reason != null) {
            throw reason;
        }
        if (options.timeoutMillis() != 0 && clock.monotonicNanos() - startNanos > TimeUnit.MILLISECONDS.toNanos(options.timeoutMillis())) {
            throw timeout(options);
        }
    }

    static MillraceException timeout(QueryOptions options) {
        return new MillraceException(
                ErrorCode.QUERY_TIMEOUT, "the query ran longer than its timeout of " + options.timeoutMillis() + " ms");
    }

    QueryInfo info() {
        return new QueryInfo(id, options.text(), options.user(), QueryInfo.State.PLANNING, options.statementMicros(),
                (clock.monotonicNanos() - startNanos) / 1000, new Progress(0, 0, 0, 0, 0), 0, 0, Optional.empty());
    }

    /** Planned, or failed; nothing is kept of it. */
    @Override
    public void close() {
        onClose.accept(this);
    }
}
