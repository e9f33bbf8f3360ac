package io.millrace.storage.table;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.AppendResult;
import io.millrace.storage.table.body.BodySnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * One open table: its state, its locks, and the ways to append to its head.
 *
 * <p>Two locks. The <b>write lock</b> (a semaphore, since a statement may end in another thread than it began in) is held by changes from their read through
 * their append, by inserts into keyed tables while they check keys, and by a flush while it puts its snapshot in place. The <b>visibility lock</b> makes an
 * entry of the log and what it means to the state one: whoever appends something that is not a plain row holds it exclusively until both are done, whoever
 * pins a version holds it shared. Plain rows need neither.
 */
final class ManagedTable {
    private static final int PAST_STATES = 8;

    private final TableParts parts;
    private final KeyConstraint keys;
    private final Semaphore writeLock = new Semaphore(1, true);
    private final ReentrantReadWriteLock visibility = new ReentrantReadWriteLock();
    private final VersionLeases leases = new VersionLeases();
    /** States that were current, or were made for versions of the past. */
    private final Map<String, TableState> past = new LinkedHashMap<>(16, 0.75f, true);
    private TableState state;

    ManagedTable(TableParts parts, CatalogObject.Table table) {
        this.parts = parts;
        this.keys = table.primaryKey().isEmpty() ? null : new KeyConstraint(parts, table);
        this.state = HeadReplay.run(parts, parts.body().current(), parts.head().end());
    }

    TableParts parts() {
        return parts;
    }

    /** Null if the table has no primary key. */
    KeyConstraint keys() {
        return keys;
    }

    VersionLeases leases() {
        return leases;
    }

    /** WRITE_CONFLICT if it takes too long. Nothing is on its way to the log afterwards but plain rows without keys. */
    void lockWrites(CatalogObject.Table table) {
        lockForInsert(table);
        if (keys != null) {
            keys.awaitPending();
        }
    }

    /** As {@link #lockWrites}, but keyed rows may be on their way. */
    void lockForInsert(CatalogObject.Table table) {
        try {
            if (writeLock.tryAcquire(parts.options().lockWaitMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(
                    ErrorCode.QUERY_CANCELLED, "cancelled while it waited for another statement's changes of \"" + table.name() + "\"", e);
        }
        throw new MillraceException(
                ErrorCode.WRITE_CONFLICT,
                "another statement has been changing table \"" + table.name() + "\" for " + parts.options().lockWaitMillis()
                        + " milliseconds")
                .withHint("try again");
    }

    /** Waits for the write lock as long as it takes. */
    void lockForFlush() {
        writeLock.acquireUninterruptibly();
    }

    void unlockWrites() {
        writeLock.release();
    }

    ScanTarget.ManagedTable pin() {
        visibility.readLock().lock();
        try {
            return new ScanTarget.ManagedTable(parts.id(), state.body().id(), parts.head().end());
        } finally {
            visibility.readLock().unlock();
        }
    }

    /** The table as it is now. */
    TableVersion now() {
        visibility.readLock().lock();
        try {
            return state.version(parts.head().end());
        } finally {
            visibility.readLock().unlock();
        }
    }

    TableState state() {
        visibility.readLock().lock();
        try {
            return state;
        } finally {
            visibility.readLock().unlock();
        }
    }

    /** A scan of a version; SNAPSHOT_NOT_FOUND if it is no longer kept. */
    TableScan scan(ScanTarget.ManagedTable target) {
        Object lease = leases.take(target.bodySnapshotId(), target.headOffset());
        TableState known = find(target.bodySnapshotId(), target.headOffset());
        if (known == null) {
            known = replay(target);
        }
        return new TableScan(
                parts.layout().schema(), known.version(target.headOffset()), parts.head(), parts.files(), lease);
    }

    private TableState find(long snapshotId, long offset) {
        visibility.readLock().lock();
        try {
            if (state.body().id() == snapshotId && state.validFrom() <= offset) {
                return state;
            }
        } finally {
            visibility.readLock().unlock();
        }
        synchronized (past) {
            TableState retired = past.get(Long.toString(snapshotId));
            if (retired != null && retired.validFrom() <= offset) {
                return retired;
            }
            return past.get(snapshotId + "@" + offset);
        }
    }

    private TableState replay(ScanTarget.ManagedTable target) {
        BodySnapshot body = parts.body()
                .snapshot(target.bodySnapshotId())
                .orElseThrow(() -> notKept("snapshot " + target.bodySnapshotId() + " does not exist or is no longer kept"));
        if (target.headOffset() < body.flushedOffset() || target.headOffset() > parts.head().end()
                || target.headOffset() > body.flushedOffset() && parts.head().earliest() > body.flushedOffset()) {
            throw notKept("changes " + body.flushedOffset() + " to " + target.headOffset() + " are no longer kept");
        }
        TableState replayed = HeadReplay.run(parts, body, target.headOffset());
        remember(target.bodySnapshotId() + "@" + target.headOffset(), replayed);
        return replayed;
    }

    private MillraceException notKept(String what) {
        return new MillraceException(ErrorCode.SNAPSHOT_NOT_FOUND, "table " + parts.id() + ": " + what);
    }

    private void remember(String key, TableState remembered) {
        synchronized (past) {
            past.put(key, remembered);
            if (past.size() > PAST_STATES) {
                past.remove(past.keySet().iterator().next());
            }
        }
    }

    /** Snapshots were let go; what was kept of them may name files that are gone. */
    void forgetPast() {
        synchronized (past) {
            past.clear();
        }
    }

    /** Appends plain rows and waits for the disk. */
    static List<AppendResult> await(CompletableFuture<List<AppendResult>> append) {
        try {
            return append.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * Appends what is not just plain rows; {@code apply} tells the state what it means before anybody can see it. Takes over the unit.
     */
    void appendVisibly(List<Append> unit, Consumer<List<AppendResult>> apply) {
        visibility.writeLock().lock();
        try {
            apply.accept(await(parts.head().append(unit)));
        } finally {
            visibility.writeLock().unlock();
        }
    }

    /** Held while what several tables append becomes visible at once. */
    ReentrantReadWriteLock.WriteLock visibilityLock() {
        return visibility.writeLock();
    }

    /** Puts a flushed snapshot in place of the state; under the write lock. */
    void install(BodySnapshot body, long flushed, MovedRows moved) {
        if (keys != null) {
            keys.awaitPending();
            keys.moved(moved);
        }
        visibility.writeLock().lock();
        try {
            remember(Long.toString(state.body().id()), state);
            state = state.after(body, flushed, parts.head().end(), moved);
        } finally {
            visibility.writeLock().unlock();
        }
    }

    /** Starts over from the newest snapshot, which another way than {@link #install} made. */
    void reopen() {
        lockForFlush();
        try {
            visibility.writeLock().lock();
            try {
                if (keys != null) {
                    keys.awaitPending();
                    keys.forget();
                }
                state = HeadReplay.run(parts, parts.body().current(), parts.head().end());
            } finally {
                visibility.writeLock().unlock();
            }
        } finally {
            unlockWrites();
        }
    }

    /** A version of everything that was appended before this call, and nothing after it that is not in it. */
    TableVersion freeze() {
        visibility.writeLock().lock();
        try {
            return state.version(parts.head().end());
        } finally {
            visibility.writeLock().unlock();
        }
    }
}
