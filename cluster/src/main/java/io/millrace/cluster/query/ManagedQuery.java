package io.millrace.cluster.query;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.Clock;
import io.millrace.common.type.Schema;
import io.millrace.exec.OperatorStatistics;
import io.millrace.exec.Progress;
import io.millrace.exec.QueryExecution;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/** One query of this node, from start to close; pulled by one reader, cancelled from anywhere. */
public final class ManagedQuery implements BatchReader {
    private final String id;
    private final QueryOptions options;
    private final QueryExecution execution;
    private final BufferAllocator allocator;
    private final Clock clock;
    private final long startNanos;
    private final Consumer<ManagedQuery> onClose;
    private final AtomicLong rowsOut = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile MillraceException cancelReason;
    private volatile MillraceException failure;
    private volatile QueryInfo.State state = QueryInfo.State.RUNNING;
    private volatile long endNanos;

    ManagedQuery(String id, QueryOptions options, QueryExecution execution, BufferAllocator allocator, Clock clock, long startNanos,
            Consumer<ManagedQuery> onClose) {
        this.id = id;
        this.options = options;
        this.execution = execution;
        this.allocator = allocator;
        this.clock = clock;
        this.startNanos = startNanos;
        this.onClose = onClose;
    }

    public String id() {
        return id;
    }

    public Schema schema() {
        return execution.schema();
    }

    /** As {@link QueryExecution#next}: blocks, null at the end, throws what the query failed with or was cancelled for. */
    @Override
    public Batch next() {
        try {
            return took(execution.next());
        } catch (MillraceException e) {
            ended(e);
            throw e;
        }
    }

    /** As {@link QueryExecution#poll}: for doors that must not block. */
    public Batch poll(Runnable wake) {
        try {
            Batch batch = execution.poll(wake);
            return batch == null && !execution.finished() ? null : took(batch);
        } catch (MillraceException e) {
            ended(e);
            throw e;
        }
    }

    public boolean finished() {
        return execution.finished();
    }

    private Batch took(Batch batch) {
        if (batch == null) {
            ended(null);
        } else {
            rowsOut.addAndGet(batch.rows());
        }
        return batch;
    }

    private synchronized void ended(MillraceException reason) {
        if (state != QueryInfo.State.RUNNING) {
            return;
        }
        endNanos = clock.monotonicNanos();
        failure = reason;
        if (reason == null) {
            state = QueryInfo.State.FINISHED;
        } else {
            state = reason.code().category() == ErrorCode.Category.CANCELLED ? QueryInfo.State.CANCELLED : QueryInfo.State.FAILED;
        }
    }

    public void cancel(MillraceException reason) {
        cancelReason = reason;
        execution.cancel(reason);
    }

    public Progress progress() {
        return execution.progress();
    }

    public OperatorStatistics statistics() {
        return execution.statistics();
    }

    public QueryInfo info() {
        QueryInfo.State now = state;
        long end = now == QueryInfo.State.RUNNING ? clock.monotonicNanos() : endNanos;
        return new QueryInfo(
                id,
                options.text(),
                options.user(),
                now,
                options.statementMicros(),
                (end - startNanos) / 1000,
                execution.progress(),
                closed.get() ? 0 : allocator.getAllocatedMemory(),
                rowsOut.get(),
                Optional.ofNullable(failure).map(Throwable::getMessage));
    }

    /** Frees everything; a query that has not ended is cancelled. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (state == QueryInfo.State.RUNNING) {
            MillraceException reason = cancelReason;
            ended(reason != null ? reason : new MillraceException(ErrorCode.QUERY_CANCELLED, "the query was closed before its end"));
        }
        execution.close();
        allocator.close();
        onClose.accept(this);
    }
}
