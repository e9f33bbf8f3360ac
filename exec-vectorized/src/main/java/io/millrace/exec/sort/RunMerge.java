package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.type.SqlType;
import io.millrace.exec.memory.RowStore;
import io.millrace.exec.pipeline.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The rows of several sorted runs in one order, batch by batch: a heap of cursors. Only a block of each run is in memory. Rows that are equal come in the
 * order of the runs.
 */
final class RunMerge implements AutoCloseable {
    private final List<SqlType> types;
    private final BufferAllocator allocator;
    private final Cancellation cancellation;
    private final List<RunCursor> all;
    /** Indexes into {@link #all}; the least row's first. */
    private final int[] heap;
    private int size;

    /** Takes over the cursors. */
    RunMerge(List<RunCursor> cursors, List<SqlType> types, BufferAllocator allocator, Cancellation cancellation) {
        this.types = types;
        this.allocator = allocator;
        this.cancellation = cancellation;
        this.all = new ArrayList<>(cursors);
        this.heap = new int[all.size()];
        this.size = heap.length;
        for (int i = 0; i < size; i++) {
            heap[i] = i;
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    private boolean before(int left, int right) {
        int order = all.get(left).compareTo(all.get(right));
        return order < 0 || order == 0 && left < right;
    }

    private void siftDown(int start) {
        int moved = heap[start];
        int hole = start;
        for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], moved)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = moved;
    }

    /** The next rows, at most {@code most}, owned by the caller; null at the end. */
    Batch next(int most) {
        cancellation.check();
        if (size == 0 || most == 0) {
            return null;
        }
        int[] places = new int[most];
        int count = 0;
        try (RowStore rows = new RowStore(allocator, types)) {
            while (count < most && size > 0) {
                RunCursor least = all.get(heap[0]);
                least.take(count++);
                if (least.blockDone()) {
                    least.copyTaken(rows, places);
                    if (!least.advanceBlock()) {
                        heap[0] = heap[--size];
                    }
                }
                if (size > 0) {
                    siftDown(0);
                }
            }
            for (int i = 0; i < size; i++) {
                all.get(heap[i]).copyTaken(rows, places);
            }
            try (Batch together = rows.build()) {
                return together.gather(allocator, places, count);
            }
        }
    }

    @Override
    public void close() {
        all.forEach(RunCursor::close);
        size = 0;
    }
}
