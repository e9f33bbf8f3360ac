package io.millrace.cluster.source;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.BatchReader;
import java.util.List;

/** Applies a scan's filter to batches that have all their columns at hand anyway. */
public final class FilteredReader implements BatchReader {
    private final BatchReader input;
    private final BatchFilter filter;

    private FilteredReader(BatchReader input, BatchFilter filter) {
        this.input = input;
        this.filter = filter;
    }

    /** The reader itself if there is no filter; takes it over. */
    public static BatchReader of(BatchReader input, io.millrace.common.port.ScanRequest request) {
        return request.filter() == null ? input : new FilteredReader(input, request.filter().get());
    }

    @Override
    public Batch next() {
        Batch batch = input.next();
        if (batch == null) {
            return null;
        }
        List<Column> narrow = filter.columns().stream().map(i -> batch.column(i).retain()).toList();
        try (batch;
                Batch columns = new Batch(narrow, batch.physicalRows(), batch.selection(), null)) {
            return batch.withSelection(filter.select(columns));
        }
    }

    @Override
    public long bytesRead() {
        return input.bytesRead();
    }

    @Override
    public void close() {
        input.close();
    }
}
