package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import org.apache.arrow.memory.BufferAllocator;

/** A view's contents as they come from a store, a row of weight n as n rows. */
final class StoredContentsReader implements BatchReader {
    private final BatchReader stored;
    private final ScanRequest request;
    private final BufferAllocator allocator;
    private Batch weighted;
    private ExpandedReader expanded;

    /** Takes the reader over. */
    StoredContentsReader(BatchReader stored, ScanRequest request, BufferAllocator allocator) {
        this.stored = stored;
        this.request = request;
        this.allocator = allocator;
    }

    @Override
    public Batch next() {
        while (true) {
            if (expanded == null) {
                weighted = stored.next();
                if (weighted == null) {
                    return null;
                }
                expanded = new ExpandedReader(weighted, request, allocator);
            }
            Batch batch = expanded.next();
            if (batch != null) {
                return batch;
            }
            weighted.close();
            weighted = null;
            expanded = null;
        }
    }

    @Override
    public long bytesRead() {
        return stored.bytesRead();
    }

    @Override
    public void close() {
        if (weighted != null) {
            weighted.close();
            weighted = null;
        }
        stored.close();
    }
}
