package io.millrace.frontend.session;

import io.millrace.storage.table.TableTransaction;
import java.util.HashSet;
import java.util.Set;

/** A session's open transaction. A statement that fails leaves it only to be rolled back. */
public final class SessionTransaction {
    private final TableTransaction tables;
    private final Set<String> written = new HashSet<>();
    private boolean failed;
    private boolean busy;
    private long lastUsedNanos;

    public SessionTransaction(TableTransaction tables) {
        this.tables = tables;
    }

    public TableTransaction tables() {
        return tables;
    }

    /** A statement begins or ends. */
    public synchronized void use(boolean begins, long nanos) {
        busy = begins;
        lastUsedNanos = nanos;
    }

    /** Rolls back what nobody has used for so long: its locks keep others waiting. Whether it is over. */
    public synchronized boolean expire(long nanos, long idleNanosMax) {
        if (!failed && !busy && nanos - lastUsedNanos > idleNanosMax) {
            fail();
        }
        return failed;
    }

    /** Rows of a table have come or gone: from now on it cannot be read in here. */
    public synchronized void wrote(String tableId) {
        written.add(tableId);
    }

    public synchronized boolean hasWritten(String tableId) {
        return written.contains(tableId);
    }

    public synchronized boolean failed() {
        return failed;
    }

    public synchronized void fail() {
        if (!failed) {
            failed = true;
            tables.close();
        }
    }
}
