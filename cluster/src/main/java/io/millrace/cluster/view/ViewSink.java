package io.millrace.cluster.view;

import io.millrace.cluster.sink.SinkCheckpoint;
import io.millrace.cluster.sink.SinkJob;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.StepOutput;
import java.io.IOException;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** Where a sink's query puts its changes; of a view nothing. Used under the group's lock. */
final class ViewSink implements AutoCloseable {
    static final ViewSink NONE = new ViewSink(null, null, null);

    private final SinkJob job;
    private final Schema schema;
    private final BufferAllocator allocator;

    /** @param job null of a view */
    ViewSink(SinkJob job, Schema schema, BufferAllocator allocator) {
        this.job = job;
        this.schema = schema;
        this.allocator = allocator;
    }

    Optional<SinkJob> job() {
        return Optional.ofNullable(job);
    }

    /** Takes a part of the first contents, and waits for room; the output stays the caller's. */
    void part(Tick tick, StepOutput output) {
        if (job != null) {
            job.start();
            job.offerPart(tick.number(), Subscription.retained(output.deltas()));
        }
    }

    /** Takes what a step changed; the output stays the caller's. {@code held}: a row of the query cannot be computed. */
    void whole(Tick tick, StepOutput output, boolean held) {
        if (job != null) {
            job.offer(tick.number(), Subscription.retained(output.deltas()), held);
        }
    }

    /** Whether some of the first contents are on their way and could not be written again. */
    boolean hasPartsOpen() {
        return job != null && job.hasPartsOpen();
    }

    /** Waits until nothing of the first contents would be lost with a checkpoint of now; throws if they cannot be written. */
    void awaitFirstContents() {
        if (job != null) {
            job.awaitFirstContents();
        }
    }

    /** What waits begins to be written; {@code onRoom} is told when no step need wait any more. */
    void start(Runnable onRoom) {
        if (job != null) {
            job.onRoom(onRoom);
            job.start();
        }
    }

    /** Whether so much waits to be written that no step should be taken. */
    boolean isCongested() {
        return job != null && job.isFull();
    }

    /** Whether room will not come soon. */
    boolean isStuck() {
        return isCongested() && job.failure().isPresent();
    }

    void checkpoint(StateOutput out) throws IOException {
        if (job != null) {
            SinkCheckpoint.write(job, schema, allocator, out);
        }
    }

    void restore(StateInput in) throws IOException {
        if (job != null) {
            SinkCheckpoint.read(job, schema, allocator, in);
        }
    }

    @Override
    public void close() {
        if (job != null) {
            job.close();
        }
    }
}
