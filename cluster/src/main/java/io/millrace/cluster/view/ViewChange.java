package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a view's contents changed by from the tick before to this one.
 *
 * @param deltas rows with weights, each row at most once; owned by whoever holds this
 */
public record ViewChange(long tick, long tickMicros, List<Batch> deltas, OptionalLong watermarkMicros) implements AutoCloseable {
    public ViewChange {
        deltas = List.copyOf(deltas);
    }

    ViewChange retain() {
        deltas.forEach(Batch::retain);
        return this;
    }

    public long bytes() {
        return deltas.stream().mapToLong(Batch::bytes).sum();
    }

    @Override
    public void close() {
        deltas.forEach(Batch::close);
    }
}
