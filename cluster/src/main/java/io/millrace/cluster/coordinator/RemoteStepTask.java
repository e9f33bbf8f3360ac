package io.millrace.cluster.coordinator;

import io.millrace.cluster.exchange.BatchFrames;
import io.millrace.cluster.exchange.WireError;
import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameType;
import io.millrace.cluster.worker.StepFrames;
import io.millrace.cluster.worker.StepTask;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;

/** A continuous query's task on a worker, as the query sees it. */
final class RemoteStepTask implements StepTask {
    private final Connection connection;
    private final long number;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final Runnable onClose;

    // Guarded by this
    private List<Batch> deltas = new ArrayList<>();
    private CompletableFuture<Result> answer;
    private MillraceException failure;
    private boolean closed;

    /** @param onClose tells the worker */
    RemoteStepTask(Connection connection, long number, Schema schema, BufferAllocator allocator, Runnable onClose) {
        this.connection = connection;
        this.number = number;
        this.schema = schema;
        this.allocator = allocator;
        this.onClose = onClose;
    }

    @Override
    public void rows(int input, Batch batch) {
        try (batch) {
            StepFrames.rows(connection, number, input, batch, allocator);
        }
    }

    @Override
    public CompletableFuture<Result> step(long tick, long micros) {
        CompletableFuture<Result> asked = new CompletableFuture<>();
        synchronized (this) {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            answer = asked;
        }
        StepFrames.marker(connection, number, new StepFrames.Marker(tick, micros));
        return asked;
    }

    /** A frame from the worker, in the connection's thread. */
    void frame(FrameType type, ByteBuf payload) {
        if (type == FrameType.STEP_ROWS) {
            payload.readInt();
            received(payload);
            return;
        }
        StepFrames.Done done = StepFrames.marker(payload, StepFrames.Done.class);
        if (done.failure().isPresent()) {
            failed(done.failure().get().exception());
            return;
        }
        CompletableFuture<Result> asked;
        Result result;
        synchronized (this) {
            if (closed || failure != null) {
                return;
            }
            result = new Result(deltas, done.errors(), done.stateBytes());
            deltas = new ArrayList<>();
            asked = answer;
        }
        if (!asked.complete(result)) {
            result.deltas().forEach(Batch::close);
        }
    }

    private void received(ByteBuf payload) {
        try {
            synchronized (this) {
                if (!closed && failure == null) {
                    deltas.add(BatchFrames.read(payload, schema, allocator));
                }
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            failed(WireError.of(e).exception());
        }
    }

    void failed(MillraceException reason) {
        CompletableFuture<Result> asked;
        synchronized (this) {
            failure = failure == null ? reason : failure;
            asked = answer;
        }
        if (asked != null) {
            asked.completeExceptionally(reason);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            deltas.forEach(Batch::close);
            deltas.clear();
        }
        onClose.run();
    }
}
