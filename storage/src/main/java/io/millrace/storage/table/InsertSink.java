package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.AppendResult;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.head.HeadEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * An INSERT. A few rows are one block of the log; into a keyed table they are checked under the write lock, which is let go before the disk is waited for,
 * so that inserts share syncs. Many rows are files that one entry of the log names.
 */
final class InsertSink implements TableSink {
    private final ManagedTable managed;
    private final CatalogObject.Table table;
    private final RowChecks checks;
    private final RowCollector collector;
    private final Supplier<List<Append>> along;

    InsertSink(ManagedTable managed, CatalogObject.Table table, Supplier<List<Append>> along) {
        this.along = along;
        this.managed = managed;
        this.table = table;
        this.checks = new RowChecks(table, managed.parts().services().allocator());
        this.collector = new RowCollector(managed.parts());
    }

    @Override
    public void write(Batch batch) {
        Batch rows = checks.check(batch);
        if (rows.weights() != null) {
            rows.close();
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "an insert takes rows without weights");
        }
        if (rows.physicalRows() == 0) {
            rows.close();
            return;
        }
        collector.write(rows);
    }

    @Override
    public long commit() {
        long rows = collector.rows();
        List<RowFile> files = collector.finishFiles();
        if (!files.isEmpty()) {
            commitFiles(files);
            return rows;
        }
        Batch inline = collector.takeInline();
        if (inline == null) {
            return 0;
        }
        if (managed.keys() == null) {
            ManagedTable.await(managed.parts().head().append(unit(managed.parts().head().rows(inline))));
        } else {
            commitKeyed(inline);
        }
        return rows;
    }

    private List<Append> unit(Append rows) {
        List<Append> unit = new ArrayList<>();
        unit.add(rows);
        unit.addAll(along.get());
        return unit;
    }

    private void commitKeyed(Batch inline) {
        KeyConstraint keys = managed.keys();
        CompletableFuture<List<AppendResult>> append;
        managed.lockForInsert(table);
        try (inline) {
            keys.ensureBuilt(managed.now());
            long[] hashes = keys.hashes(inline);
            keys.reserve(table, inline, hashes);
            append = managed.parts().head().append(unit(managed.parts().head().rows(inline.retain()))).handle((results, error) -> {
                if (error != null) {
                    keys.refused(hashes);
                    throw error instanceof CompletionException wrapped ? wrapped : new CompletionException(error);
                }
                keys.located(hashes, results.get(0).firstOffset());
                return results;
            });
            keys.addPending(append);
        } finally {
            managed.unlockWrites();
        }
        ManagedTable.await(append);
    }

    private void commitFiles(List<RowFile> files) {
        KeyConstraint keys = managed.keys();
        if (keys == null) {
            appendFiles(files);
            return;
        }
        managed.lockWrites(table);
        try {
            keys.ensureBuilt(managed.now());
            KeyConstraint.Changes changes = keys.new Changes(table, false);
            files.forEach(changes::putIn);
            appendFiles(files);
            changes.apply(0);
        } finally {
            managed.unlockWrites();
        }
    }

    private void appendFiles(List<RowFile> files) {
        collector.abandon();
        managed.appendVisibly(
                unit(managed.parts().head().entry(new HeadEntry.Files(1, files))),
                results -> {
                    collector.handOver();
                    managed.state().addFiles(results.get(0).firstOffset(), files);
                });
    }

    @Override
    public void close() {
        collector.close();
    }
}
