package io.millrace.cluster.exchange;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameHandler;
import io.millrace.cluster.transport.FrameType;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;

/** Sends partitions of task outputs to readers on one connection, as far as each reader has given credit. Runs in the connection's thread. */
public final class StreamServer implements FrameHandler {
    /** Finds outputs by address. */
    public interface Outputs {
        /** Absent if there is no such output, or no more. */
        Optional<Lent> find(OutputAddress address);

        /** A partition, and what pays while its batches are put into frames. */
        record Lent(OutputPartition partition, BufferAllocator allocator) {}
    }

    private final Connection connection;
    private final Outputs outputs;
    private final Map<Integer, Served> streams = new HashMap<>();

    public StreamServer(Connection connection, Outputs outputs) {
        this.connection = connection;
        this.outputs = outputs;
    }

    @Override
    public void frame(FrameType type, ByteBuf payload) {
        int stream = payload.readInt();
        switch (type) {
            case OPEN -> open(stream, payload);
            case CREDIT -> {
                Served served = streams.get(stream);
                if (served != null) {
                    served.credit += payload.readLong();
                    served.pump();
                }
            }
            case CLOSE -> {
                Served served = streams.remove(stream);
                if (served != null) {
                    served.lent.partition().close();
                }
            }
            case DATA, END, FAIL, CONTROL, STEP_ROWS, STEP_END -> throw new IllegalArgumentException("a reader does not send " + type);
        }
    }

    private void open(int stream, ByteBuf payload) {
        long credit = payload.readLong();
        OutputAddress address = RecordCodec.decode(ByteBufUtil.getBytes(payload), OutputAddress.class);
        Optional<Outputs.Lent> lent = outputs.find(address);
        if (lent.isEmpty()) {
            fail(stream, new MillraceException(ErrorCode.WORKER_LOST, "the output of " + address + " is gone"));
            return;
        }
        Served served = new Served(stream, lent.get(), credit);
        streams.put(stream, served);
        served.pump();
    }

    private void fail(int stream, Throwable cause) {
        byte[] error = RecordCodec.encode(WireError.of(cause), WireError.class);
        connection.send(connection.frame(FrameType.FAIL, error.length + Integer.BYTES).writeInt(stream).writeBytes(error));
    }

    @Override
    public void writable() {
        List.copyOf(streams.values()).forEach(Served::pump);
    }

    /** The readers are gone: nobody wants the rest. */
    @Override
    public void closed() {
        List<Served> all = new ArrayList<>(streams.values());
        streams.clear();
        all.forEach(served -> served.lent.partition().close());
    }

    private final class Served {
        private final int stream;
        private final Outputs.Lent lent;
        private final AtomicBoolean woken = new AtomicBoolean();
        private long credit;

        Served(int stream, Outputs.Lent lent, long credit) {
            this.stream = stream;
            this.lent = lent;
            this.credit = credit;
        }

        private void wake() {
            if (woken.compareAndSet(false, true)) {
                connection.execute(() -> {
                    woken.set(false);
                    pump();
                });
            }
        }

        void pump() {
            if (streams.get(stream) != this) {
                return;
            }
            try {
                while (credit > 0 && connection.isWritable()) {
                    if (!lent.partition().lend(this::wake, batch -> {
                        ByteBuf frame = connection.frame(FrameType.DATA, Math.toIntExact(Math.min(batch.bytes() + 1024, 1 << 24)));
                        try {
                            BatchFrames.write(batch, frame.writeInt(stream), lent.allocator());
                        } catch (Throwable t) {
                            frame.release();
                            throw t;
                        }
                        credit -= frame.readableBytes();
                        connection.send(frame);
                    })) {
                        break;
                    }
                }
                if (lent.partition().finished()) {
                    end();
                    connection.send(connection.frame(FrameType.END, Integer.BYTES).writeInt(stream));
                }
            } catch (RuntimeException | OutOfMemoryError e) {
                end();
                fail(stream, e);
            }
        }

        private void end() {
            streams.remove(stream);
            lent.partition().close();
        }
    }
}
