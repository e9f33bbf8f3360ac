package io.millrace.frontend.session;

import io.millrace.storage.table.TableTransaction;
import java.util.HashSet;
import java.util.Set;

/**
 * A session's open transaction. One statement at a time is in it; a statement that fails leaves it only to be rolled back. Whoever ends it while a statement
 * is in it (its client is gone) ends it when that statement leaves.
 *
 * <p>OPEN → FAILED: a statement fails, the client goes, or nobody uses it for too long. OPEN → ENDED: COMMIT takes it over.
 */
public final class SessionTransaction {
    private enum State {
        OPEN,
        FAILED,
        ENDED
    }

    private final TableTransaction tables;
    private final Set<String> written = new HashSet<>();
    private State state = State.OPEN;
    private boolean busy;
    private boolean closed;
    private long lastUsedNanos;

    public SessionTransaction(TableTransaction tables) {
        this.tables = tables;
    }

    public TableTransaction tables() {
        return tables;
    }

    /** A statement begins; false if another one is in the transaction. */
    public synchronized boolean enter() {
        if (busy) {
            return false;
        }
        busy = true;
        return true;
    }

    /** The statement ends. */
    public synchronized void leave(long nanos) {
        busy = false;
        lastUsedNanos = nanos;
        release();
    }

    /** Rolls back what nobody has used for so long: its locks keep others waiting. Whether it is over. */
    public synchronized boolean expire(long nanos, long idleNanosMax) {
        if (state == State.OPEN && !busy && nanos - lastUsedNanos > idleNanosMax) {
            fail();
        }
        return state != State.OPEN;
    }

    /** Rows of a table have come or gone: from now on it cannot be read in here. */
    public synchronized void wrote(String tableId) {
        written.add(tableId);
    }

    public synchronized boolean hasWritten(String tableId) {
        return written.contains(tableId);
    }

    public synchronized boolean failed() {
        return state == State.FAILED;
    }

    public synchronized void fail() {
        if (state == State.OPEN) {
            state = State.FAILED;
            release();
        }
    }

    /** Whoever commits closes the tables from here on; false if it has failed. */
    public synchronized boolean end() {
        if (state == State.FAILED) {
            return false;
        }
        state = State.ENDED;
        return true;
    }

    private void release() {
        if (state == State.FAILED && !busy && !closed) {
            closed = true;
            tables.close();
        }
    }
}
