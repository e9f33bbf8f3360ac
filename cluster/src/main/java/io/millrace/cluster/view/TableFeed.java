package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.exec.step.InputFacts;
import io.millrace.storage.table.TableStore;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/** A table's head as views read it: one partition, rows come and go. */
public final class TableFeed implements SourceFeed {
    /** Rows a batch: large enough that a step's cost is in its rows. */
    private static final int BATCH_ROWS = 1 << 16;

    private final CatalogObject.Table table;
    private final TableStore store;

    public TableFeed(CatalogObject.Table table, TableStore store) {
        this.table = table;
        this.store = store;
    }

    @Override
    public String logId() {
        return table.id();
    }

    @Override
    public InputFacts facts() {
        return InputFacts.TABLE;
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public List<Long> ends() {
        return List.of(store.endOffset(table));
    }

    @Override
    public ScanTarget at(List<Long> ends) {
        return store.at(table, ends.get(0));
    }

    @Override
    public void read(int partition, long from, long to, List<Integer> columns, BufferAllocator allocator, Consumer<Batch> consumer) {
        store.changes(table, from, to, columns, allocator, consumer);
    }

    @Override
    public void snapshot(List<Long> ends, List<Integer> columns, BufferAllocator allocator, SnapshotConsumer consumer) {
        TableSource source = store.source(table, store.at(table, ends.get(0)));
        ScanRequest request = new ScanRequest(columns, List.of(), null, BATCH_ROWS);
        for (Split split : source.splits(request)) {
            try (BatchReader reader = source.open(split, request, allocator)) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    consumer.accept(0, batch.compact(allocator));
                }
            }
        }
    }
}
