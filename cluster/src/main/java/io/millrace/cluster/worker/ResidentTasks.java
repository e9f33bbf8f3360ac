package io.millrace.cluster.worker;

import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameType;
import io.millrace.common.port.Clock;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.arrow.memory.BufferAllocator;

/** The tasks of continuous queries on a worker, by number. Thread-safe. */
final class ResidentTasks {
    private final BufferAllocator allocator;
    private final Clock clock;
    private final Executor executor;
    private final Map<Long, ResidentTask> tasks = new ConcurrentHashMap<>();

    /** @param executor takes steps */
    ResidentTasks(BufferAllocator allocator, Clock clock, Executor executor) {
        this.allocator = allocator;
        this.clock = clock;
        this.executor = executor;
    }

    void start(ControlMessage.StartResident start, Connection connection) {
        BufferAllocator own = allocator.newChildAllocator("view " + start.viewId(), 0, allocator.getLimit());
        tasks.put(start.task(), new ResidentTask(start.task(), start.root(), start.zone(), connection, own, clock));
    }

    void frame(FrameType type, ByteBuf payload) {
        ResidentTask task = tasks.get(payload.readLong());
        if (task == null) {
            return;
        }
        if (type == FrameType.STEP_ROWS) {
            task.rows(payload.readInt(), payload);
        } else {
            StepFrames.Marker marker = StepFrames.marker(payload, StepFrames.Marker.class);
            executor.execute(() -> task.step(marker));
        }
    }

    void end(long number) {
        ResidentTask task = tasks.remove(number);
        if (task != null) {
            task.close();
        }
    }

    void endAll() {
        List.copyOf(tasks.keySet()).forEach(this::end);
    }
}
