package io.millrace.frontend.avatica;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.security.Caller;
import io.millrace.frontend.session.Session;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the server keeps of a connection. Every statement is durable when it returns: commit has nothing to do, and rollback is refused once something was
 * changed, instead of pretending. Thread-safe.
 */
final class AvaticaConnection {
    private static final int STATEMENTS_MAX = 1_000;

    private final Caller caller;
    private final Session session;
    private final Map<Integer, AvaticaStatement> statements = new LinkedHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long usedNanos;
    private volatile boolean autoCommit = true;
    private volatile boolean readOnly;
    private volatile boolean changed;
    private boolean closed;

    AvaticaConnection(Caller caller, long nowNanos) {
        this.caller = caller;
        this.session = caller.session();
        this.usedNanos = nowNanos;
    }

    boolean isOf(Caller other) {
        return caller.equals(other);
    }

    Session session() {
        return session;
    }

    /** A request works with it: it does not expire meanwhile. */
    void enter(long nowNanos) {
        requests.incrementAndGet();
        usedNanos = nowNanos;
    }

    void leave(long nowNanos) {
        usedNanos = nowNanos;
        requests.decrementAndGet();
    }

    boolean isIdleSince(long beforeNanos) {
        return requests.get() == 0 && usedNanos - beforeNanos < 0;
    }

    AvaticaStatement add(Optional<String> sql, long rowsMax, long nowNanos) {
        synchronized (statements) {
            if (closed) {
                throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the connection is closed");
            }
            if (statements.size() >= STATEMENTS_MAX) {
                throw new MillraceException(ErrorCode.TOO_MANY_REQUESTS, "the connection has " + STATEMENTS_MAX + " statements open")
                        .withHint("close statements that are done");
            }
            AvaticaStatement statement = new AvaticaStatement(ids.incrementAndGet(), sql, rowsMax, nowNanos);
            statements.put(statement.id(), statement);
            return statement;
        }
    }

    Optional<AvaticaStatement> statement(int id) {
        synchronized (statements) {
            return Optional.ofNullable(statements.get(id));
        }
    }

    void close(int id) {
        AvaticaStatement statement;
        synchronized (statements) {
            statement = statements.remove(id);
        }
        if (statement != null) {
            statement.close();
        }
    }

    void expireResults(long beforeNanos) {
        all().forEach(statement -> statement.expire(beforeNanos));
    }

    private List<AvaticaStatement> all() {
        synchronized (statements) {
            return new ArrayList<>(statements.values());
        }
    }

    void close() {
        synchronized (statements) {
            closed = true;
        }
        all().forEach(statement -> close(statement.id()));
        session.abandon();
    }

    /** Refuses what the connection may not run. */
    void check(boolean givesRows) {
        if (readOnly && !givesRows) {
            throw new MillraceException(ErrorCode.READ_ONLY, "the connection is read only");
        }
    }

    /** Something was done that cannot be undone. */
    void changed() {
        changed = true;
    }

    void commit() {
        changed = false;
    }

    void rollback() {
        if (changed) {
            changed = false;
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "what was changed is durable already: every statement commits when it returns");
        }
    }

    boolean autoCommit() {
        return autoCommit;
    }

    void autoCommit(boolean on) {
        autoCommit = on;
        changed = false;
    }

    boolean readOnly() {
        return readOnly;
    }

    void readOnly(boolean on) {
        readOnly = on;
    }

    /** There is one level: none. */
    void isolation(int level) {
        if (level != Connection.TRANSACTION_NONE) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "the only isolation level is TRANSACTION_NONE");
        }
    }
}
