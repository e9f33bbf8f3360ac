package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.storage.log.Append;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.head.HeadEntry;
import java.util.ArrayList;
import java.util.List;

/** All rows are replaced by those written, which may be none: TRUNCATE is one without rows. */
final class OverwriteSink implements TableSink {
    private final ManagedTable managed;
    private final CatalogObject.Table table;
    private final RowChecks checks;
    private final RowCollector collector;

    OverwriteSink(ManagedTable managed, CatalogObject.Table table) {
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
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "an overwrite takes rows without weights");
        }
        if (rows.physicalRows() == 0) {
            rows.close();
            return;
        }
        collector.write(rows);
    }

    @Override
    public long commit() {
        List<RowFile> files = collector.finishFiles();
        Batch inline = collector.takeInline();
        managed.lockWrites(table);
        try {
            replace(inline, files);
        } finally {
            managed.unlockWrites();
            if (inline != null) {
                inline.close();
            }
        }
        return collector.rows();
    }

    private void replace(Batch inline, List<RowFile> files) {
        KeyConstraint.Changes keys = keys(inline, files);
        List<Append> unit = new ArrayList<>();
        unit.add(managed.parts().head().entry(new HeadEntry.Clear()));
        if (!files.isEmpty()) {
            unit.add(managed.parts().head().entry(new HeadEntry.Files(1, files)));
        } else if (inline != null) {
            unit.add(managed.parts().head().rows(inline.retain()));
        }
        collector.abandon();
        managed.appendVisibly(unit, results -> {
            collector.handOver();
            managed.state().clear(results.get(0).firstOffset());
            if (!files.isEmpty()) {
                managed.state().addFiles(results.get(1).firstOffset(), files);
            }
            if (keys != null) {
                keys.apply(results.getLast().firstOffset());
            }
        });
    }

    private KeyConstraint.Changes keys(Batch inline, List<RowFile> files) {
        if (managed.keys() == null) {
            return null;
        }
        managed.keys().ensureThere();
        KeyConstraint.Changes changes = managed.keys().new Changes(table, true);
        if (inline != null) {
            changes.putIn(inline);
        }
        files.forEach(changes::putIn);
        return changes;
    }

    @Override
    public void close() {
        collector.close();
    }
}
