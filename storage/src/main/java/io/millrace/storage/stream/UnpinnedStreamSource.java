package io.millrace.storage.stream;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A stream in another system that did not answer when the statement was planned: how far it reaches is asked when its rows are. */
final class UnpinnedStreamSource implements TableSource {
    private final CatalogObject.Stream stream;
    private final StreamStore store;
    private TableSource pinned;

    UnpinnedStreamSource(CatalogObject.Stream stream, StreamStore store) {
        this.stream = stream;
        this.store = store;
    }

    private synchronized TableSource pinned() {
        if (pinned == null) {
            pinned = store.source(stream, store.pinNow(stream.id()));
        }
        return pinned;
    }

    @Override
    public Schema schema() {
        return stream.schema();
    }

    @Override
    public TableStatistics statistics() {
        return TableStatistics.UNKNOWN;
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        return pinned().splits(request);
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        return pinned().open(split, request, allocator);
    }
}
