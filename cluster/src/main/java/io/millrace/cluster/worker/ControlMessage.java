package io.millrace.cluster.worker;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.cluster.exchange.WireError;
import io.millrace.cluster.transport.Connection;
import io.millrace.cluster.transport.FrameType;
import io.millrace.common.plan.PlanNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Optional;

/** What coordinator and worker say to each other. */
public sealed interface ControlMessage {
    /** Worker to coordinator, first: who and where it is. */
    record Register(TaskPlace place, int threads, long memoryBytesMax) implements ControlMessage {}

    /** Coordinator to worker: start this task and answer {@link Started} with the number. */
    record Start(long number, TaskSpec spec) implements ControlMessage {}

    /** Coordinator to worker: start this task of a continuous query, which stays; answer {@link Started}. */
    record StartResident(long number, long task, String viewId, PlanNode root, String zone) implements ControlMessage {}

    /** Coordinator to worker: free that task. */
    record EndResident(long task) implements ControlMessage {}

    /** Worker to coordinator: the task runs, or why not. */
    record Started(long number, Optional<WireError> error) implements ControlMessage {}

    /** Worker to coordinator: a task of the query failed. */
    record Failed(String queryId, WireError error) implements ControlMessage {}

    /** Coordinator to worker: free everything of the query. */
    record End(String queryId, WireError reason) implements ControlMessage {}

    /** Coordinator to worker: say how far the query's tasks are now. */
    record Report(long number, String queryId) implements ControlMessage {}

    /** Worker to coordinator: that far. */
    record Reported(long number, QueryFigures figures) implements ControlMessage {}

    /** Both ways, again and again: I am here; from the worker with how far its tasks are. */
    record Heartbeat(long memoryBytes, List<QueryFigures> queries) implements ControlMessage {
        public Heartbeat {
            queries = List.copyOf(queries);
        }
    }

    /** How far a query's tasks on one node are. */
    record QueryFigures(String queryId, List<TaskFigures> tasks) {
        public QueryFigures {
            tasks = List.copyOf(tasks);
        }
    }

    /** How often both sides say that they are here, and after how long without a word the other side is taken for lost. */
    long HEARTBEAT_MILLIS = 500;

    long LOST_MILLIS = 5_000;

    static void send(Connection connection, ControlMessage message) {
        byte[] bytes = RecordCodec.encode(message, ControlMessage.class);
        connection.send(connection.frame(FrameType.CONTROL, bytes.length).writeBytes(bytes));
    }

    static ControlMessage read(ByteBuf payload) {
        return RecordCodec.decode(ByteBufUtil.getBytes(payload), ControlMessage.class);
    }
}
