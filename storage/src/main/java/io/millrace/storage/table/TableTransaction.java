package io.millrace.storage.table;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.AppendResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Changes of several tables, by several statements, that become durable and visible together or not at all: their entries are one unit of the journal. A
 * table's write lock is taken when it is changed first, and held to the end. Who waits for another transaction's lock too long gets WRITE_CONFLICT; two that
 * wait for one another do so both. For one thread at a time.
 */
public final class TableTransaction implements AutoCloseable {
    private static final int GATE_TRIES_MAX = 5_000;
    private static final long GATE_PAUSE_NANOS = 200_000;

    private final TableStore store;
    private final ReentrantReadWriteLock gate;
    private final Map<String, ChangeSink> changes = new LinkedHashMap<>();

    TableTransaction(TableStore store, ReentrantReadWriteLock gate) {
        this.store = store;
        this.gate = gate;
    }

    /** The change of a table, made with its lock when it is asked for first. Its commit and close are the transaction's alone. */
    public TableChange change(CatalogObject.Table table) {
        ChangeSink found = changes.get(table.id());
        if (found == null) {
            found = store.changeSink(table);
            changes.put(table.id(), found);
        }
        return found;
    }

    /**
     * Everything, or nothing where it fails; then the transaction is to be closed.
     *
     * @throws io.millrace.common.error.MillraceException WRITE_CONFLICT, UNIQUE_VIOLATION
     */
    public void commit() {
        List<ChangeSink.Prepared> prepared = new ArrayList<>();
        boolean whole = false;
        try {
            for (ChangeSink change : changes.values()) {
                ChangeSink.Prepared one = change.prepare();
                if (one != null) {
                    prepared.add(one);
                }
            }
            whole = true;
            if (!prepared.isEmpty()) {
                append(prepared);
            }
        } finally {
            if (!whole) {
                prepared.forEach(ChangeSink.Prepared::drop);
            }
            prepared.forEach(ChangeSink.Prepared::close);
        }
    }

    private void append(List<ChangeSink.Prepared> prepared) {
        List<Append> unit = new ArrayList<>();
        prepared.forEach(one -> unit.addAll(one.unit()));
        List<ManagedTable> locked = prepared.stream().map(ChangeSink.Prepared::managed)
                .sorted(Comparator.comparing(managed -> managed.parts().id())).toList();
        lockGate();
        locked.forEach(managed -> managed.visibilityLock().lock());
        try {
            List<AppendResult> results = ManagedTable.await(prepared.get(0).managed().parts().head().append(unit));
            int from = 0;
            for (ChangeSink.Prepared one : prepared) {
                one.apply().accept(results.subList(from, from + one.unit().size()));
                from += one.unit().size();
            }
        } finally {
            locked.reversed().forEach(managed -> managed.visibilityLock().unlock());
            gate.writeLock().unlock();
        }
    }

    /** A plan that takes long holds up this commit; one that queued here would hold up all other planning behind it, so for a while it does not. */
    private void lockGate() {
        for (int tries = 0; tries < GATE_TRIES_MAX; tries++) {
            if (gate.writeLock().tryLock()) {
                return;
            }
            LockSupport.parkNanos(GATE_PAUSE_NANOS);
        }
        gate.writeLock().lock();
    }

    /** Lets the locks go; what was not committed never happened. */
    @Override
    public void close() {
        changes.values().forEach(ChangeSink::close);
        changes.clear();
    }
}
