package io.millrace.frontend.session;

import io.millrace.storage.table.TableTransaction;
import java.util.HashSet;
import java.util.Set;

/** A session's open transaction. A statement that fails leaves it only to be rolled back. */
public final class SessionTransaction {
    private final TableTransaction tables;
    private final Set<String> written = new HashSet<>();
    private boolean failed;

    public SessionTransaction(TableTransaction tables) {
        this.tables = tables;
    }

    public TableTransaction tables() {
        return tables;
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
