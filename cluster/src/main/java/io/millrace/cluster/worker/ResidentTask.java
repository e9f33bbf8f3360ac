package io.millrace.cluster.worker;

import io.millrace.cluster.exchange.BatchFrames;
import io.millrace.cluster.exchange.WireError;
import io.millrace.cluster.transport.Connection;
import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.Clock;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.StepOutput;
import io.netty.buffer.ByteBuf;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A continuous query's task on a worker: its dataflow, and the rows that wait for the marker of the next step. Thread-safe. */
final class ResidentTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResidentTask.class);

    private final long number;
    private final Connection connection;
    private final BufferAllocator allocator;
    private final Dataflow dataflow;
    private List<List<InputEvent>> waiting;
    private boolean closed;

    /** Takes over the allocator, also on failure. */
    ResidentTask(long number, PlanNode root, String zone, Connection connection, BufferAllocator allocator, Clock clock) {
        this.number = number;
        this.connection = connection;
        this.allocator = allocator;
        try {
            this.dataflow = Dataflow.compile(
                    root, DataflowOptions.of(allocator, clock, leaf -> InputFacts.TABLE).withZone(ZoneId.of(zone)));
        } catch (RuntimeException e) {
            allocator.close();
            throw e;
        }
        this.waiting = none();
    }

    private List<List<InputEvent>> none() {
        List<List<InputEvent>> inputs = new ArrayList<>();
        dataflow.inputs().forEach(input -> inputs.add(new ArrayList<>()));
        return inputs;
    }

    synchronized void rows(int input, ByteBuf payload) {
        if (!closed) {
            Batch batch = BatchFrames.read(payload, dataflow.inputs().get(input).schema(), allocator);
            waiting.get(input).add(new InputEvent.Rows(0, batch));
        }
    }

    /** Takes the step and answers; not in the connection's thread. */
    synchronized void step(StepFrames.Marker marker) {
        if (closed) {
            return;
        }
        List<List<InputEvent>> events = waiting;
        waiting = none();
        try (StepOutput output = dataflow.step(new StepInput(marker.tick(), marker.micros(), events))) {
            output.deltas().forEach(delta -> StepFrames.rows(connection, number, 0, delta, allocator));
            StepFrames.marker(connection, number, new StepFrames.Done(Optional.empty(), output.errors(), dataflow.stateBytes()));
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            LOG.warn("a step of task {} failed", number, e);
            StepFrames.marker(connection, number, new StepFrames.Done(Optional.of(WireError.of(e)), List.of(), 0));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            for (List<InputEvent> events : waiting) {
                events.forEach(event -> ((InputEvent.Rows) event).batch().close());
            }
            dataflow.close();
            allocator.close();
        }
    }
}
