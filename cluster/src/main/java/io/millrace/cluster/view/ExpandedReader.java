package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** One batch of a view's contents, a row of weight n as n rows, in batches of a bounded size. Weights are never below zero there. */
final class ExpandedReader implements BatchReader {
    private final Batch rows;
    private final ScanRequest request;
    private final BufferAllocator allocator;
    private final int[] positions;
    private int next;

    /** {@code rows} stays the caller's. */
    ExpandedReader(Batch rows, ScanRequest request, BufferAllocator allocator) {
        this.rows = rows;
        this.request = request;
        this.allocator = allocator;
        this.positions = positions(rows, allocator);
    }

    private static int[] positions(Batch rows, BufferAllocator allocator) {
        if (rows.weights() == null) {
            int[] all = new int[rows.physicalRows()];
            Arrays.setAll(all, i -> i);
            return all;
        }
        try (FixedColumn weights = (FixedColumn) rows.weights().flatten(allocator)) {
            long total = 0;
            for (int i = 0; i < weights.length(); i++) {
                total += weights.longAt(i);
            }
            int[] repeated = new int[Math.toIntExact(total)];
            int n = 0;
            for (int i = 0; i < weights.length(); i++) {
                for (long w = weights.longAt(i); w > 0; w--) {
                    repeated[n++] = i;
                }
            }
            return repeated;
        }
    }

    @Override
    public Batch next() {
        if (next >= positions.length) {
            return null;
        }
        int count = Math.min(request.batchRows(), positions.length - next);
        int[] some = Arrays.copyOfRange(positions, next, next + count);
        next += count;
        List<Column> columns = new ArrayList<>(request.columns().size());
        for (int column : request.columns()) {
            columns.add(rows.column(column).gather(allocator, some, count));
        }
        return Batch.of(columns, count);
    }

    @Override
    public void close() {}
}
