package io.millrace.cluster.coordinator;

import io.millrace.cluster.exchange.StreamServer;
import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameHandler;
import io.millrace.cluster.transport.FrameType;
import io.millrace.cluster.worker.ControlMessage;
import io.netty.buffer.ByteBuf;

/** A connection that another node made to a coordinator: a worker that joins, or one that reads what tasks here put out. */
public final class CoordinatorDoor implements FrameHandler {
    private final Connection connection;
    private final WorkerRegistry workers;
    private final StreamServer streams;
    private WorkerLink link;

    public CoordinatorDoor(Connection connection, WorkerRegistry workers, StreamServer.Outputs outputs) {
        this.connection = connection;
        this.workers = workers;
        this.streams = new StreamServer(connection, outputs);
    }

    @Override
    public void frame(FrameType type, ByteBuf payload) {
        if (type == FrameType.CONTROL) {
            link = workers.heard(connection, link, ControlMessage.read(payload));
        } else if (type == FrameType.STEP_ROWS || type == FrameType.STEP_END) {
            if (link == null) {
                throw new IllegalArgumentException("a worker registers first");
            }
            link.stepped(type, payload);
        } else {
            streams.frame(type, payload);
        }
    }

    @Override
    public void writable() {
        streams.writable();
    }

    @Override
    public void closed() {
        streams.closed();
        if (link != null) {
            workers.lost(link);
        }
    }
}
