package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.storage.scan.Projection;

/** A range of the head as a scan reads it. */
record HeadReader(LiveHeadRows input, Projection projection) implements BatchReader {
    static HeadReader of(LiveHeadRows input, ScanRequest request) {
        return new HeadReader(input, new Projection(request));
    }

    @Override
    public Batch next() {
        LiveHeadRows.Rows rows = input.next();
        return rows == null ? null : projection.apply(rows.rows());
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
