package io.millrace.frontend.avatica;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.Cancellable;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A statement of a connection: its text, if it is prepared, and the result that is being read. One request at a time works with it. */
final class AvaticaStatement {
    private final int id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Optional<String> sql;
    private final long rowsMax;
    private volatile Cancellable running;
    private volatile MillraceException ended;
    private volatile long usedNanos;
    private ResultFrames frames;

    /** {@code sql} is empty for a statement that is told its text as it runs. */
    AvaticaStatement(int id, Optional<String> sql, long rowsMax, long nowNanos) {
        this.id = id;
        this.sql = sql;
        this.rowsMax = rowsMax;
        this.usedNanos = nowNanos;
    }

    /** What a request does with a statement. */
    interface Use<T> {
        T with(AvaticaStatement statement);
    }

    int id() {
        return id;
    }

    Optional<String> sql() {
        return sql;
    }

    long rowsMax() {
        return rowsMax;
    }

    /** Runs {@code use} while no other request does. */
    <T> T use(long nowNanos, Use<T> use) {
        lock.lock();
        try {
            if (ended != null) {
                throw ended;
            }
            usedNanos = nowNanos;
            return use.with(this);
        } finally {
            running = null;
            lock.unlock();
        }
    }

    /** A query is planned or started for it. */
    void started(Cancellable now) {
        running = now;
        if (ended != null) {
            now.cancel(ended);
        }
    }

    /** Ends what runs for it now, if anything; does not block. */
    void cancel(MillraceException reason) {
        Cancellable now = running;
        if (now != null) {
            now.cancel(reason);
        }
    }

    /** Takes over the result, or the lack of one. */
    void open(ResultFrames next) {
        closeResult();
        frames = next;
    }

    Optional<ResultFrames> frames() {
        return Optional.ofNullable(frames);
    }

    void closeResult() {
        if (frames != null) {
            ResultFrames done = frames;
            frames = null;
            done.close();
        }
    }

    /** Closes its result if nobody has asked for it since {@code beforeNanos}. */
    void expire(long beforeNanos) {
        if (usedNanos - beforeNanos < 0 && lock.tryLock()) {
            try {
                closeResult();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Stops what runs and closes the result. */
    void close() {
        MillraceException reason = new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was closed by its client");
        ended = reason;
        cancel(reason);
        lock.lock();
        try {
            closeResult();
        } finally {
            lock.unlock();
        }
    }
}
