package io.millrace.exec.pipeline;

import io.millrace.exec.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What an execution's scans have read so far. */
public final class ScanProgress {
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder estimatedRows = new LongAdder();
    private final AtomicInteger splitsDone = new AtomicInteger();
    private final AtomicInteger splitsTotal = new AtomicInteger();

    public void opened(int splits, long estimate) {
        splitsTotal.addAndGet(splits);
        estimatedRows.add(estimate);
    }

    public void read(long rowCount) {
        rows.add(rowCount);
    }

    public void splitDone(long bytesRead) {
        bytes.add(bytesRead);
        splitsDone.incrementAndGet();
    }

    public Progress snapshot() {
        return new Progress(rows.sum(), estimatedRows.sum(), splitsDone.get(), splitsTotal.get(), bytes.sum());
    }
}
