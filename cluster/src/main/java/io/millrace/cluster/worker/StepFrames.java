package io.millrace.cluster.worker;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.cluster.exchange.BatchFrames;
import io.millrace.cluster.exchange.WireError;
import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameType;
import io.millrace.common.batch.Batch;
import io.millrace.exec.step.error.ErrorRow;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** What goes between a continuous query and its tasks on workers: rows, then a marker that ends the step, the same way back. */
public final class StepFrames {
    private static final int ROWS_HEAD_BYTES = 12;

    private StepFrames() {}

    /** The marker on the way to the task: the tick that the step covers. */
    public record Marker(long tick, long micros) {}

    /** The marker on the way back. */
    public record Done(Optional<WireError> failure, List<ErrorRow> errors, long stateBytes) {
        public Done {
            errors = List.copyOf(errors);
        }
    }

    /** Sends a batch, which stays the caller's. */
    public static void rows(Connection connection, long task, int input, Batch batch, BufferAllocator allocator) {
        ByteBuf frame = connection.frame(FrameType.STEP_ROWS, Math.toIntExact(Math.min(batch.bytes() + 1024, 1 << 24)));
        try {
            BatchFrames.write(batch, frame.writeLong(task).writeInt(input), allocator);
        } catch (Throwable t) {
            frame.release();
            throw t;
        }
        connection.send(frame);
    }

    public static void marker(Connection connection, long task, Record marker) {
        byte[] bytes = RecordCodec.encode(marker, marker.getClass());
        connection.send(connection.frame(FrameType.STEP_END, bytes.length + ROWS_HEAD_BYTES).writeLong(task).writeBytes(bytes));
    }

    public static <T extends Record> T marker(ByteBuf payload, Class<T> type) {
        return RecordCodec.decode(ByteBufUtil.getBytes(payload), type);
    }
}
