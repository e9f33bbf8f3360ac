package io.millrace.cluster.coordinator;

import io.millrace.cluster.exchange.OutputAddress;
import io.millrace.cluster.exchange.StreamClients;
import io.millrace.cluster.exchange.StreamServer;
import io.millrace.cluster.transport.ClusterSecret;
import io.millrace.cluster.transport.ClusterTransport;
import io.millrace.cluster.worker.ControlMessage;
import io.millrace.cluster.worker.RemoteExchange;
import io.millrace.cluster.worker.StepPlaces;
import io.millrace.cluster.worker.TaskPlace;
import io.millrace.common.port.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What makes a node a coordinator of others: the port where workers join and read, and the connections to what they put out. */
public final class ClusterDoor implements AutoCloseable {
    private final ClusterTransport transport;
    private final WorkerRegistry workers;
    private final Coordinator coordinator;
    private final ScheduledFuture<?> beats;
    private final int port;

    /**
     * Opens the port.
     *
     * @param timer its owner's to stop
     * @throws io.millrace.common.error.MillraceException PORT_IN_USE
     */
    public ClusterDoor(String nodeId, String host, int port, ClusterSecret secret, Clock clock, RandomGenerator random,
            ScheduledExecutorService timer) {
        this.transport = new ClusterTransport(secret, random);
        this.workers = new WorkerRegistry(clock);
        try {
            this.port = transport.listen(host, port, connection -> new CoordinatorDoor(connection, workers, this::output));
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
        StreamClients clients = new StreamClients(transport);
        RemoteExchange remote = (place, output, schema, allocator) -> clients.open(
                place.nodeId(), place.host(), place.port(), output, schema, allocator);
        this.coordinator = new Coordinator(new TaskPlace(nodeId, host, this.port), remote, workers);
        this.beats = timer.scheduleWithFixedDelay(
                workers::beat, ControlMessage.HEARTBEAT_MILLIS, ControlMessage.HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Optional<StreamServer.Outputs.Lent> output(OutputAddress address) {
        return coordinator.tasks(address.queryId())
                .flatMap(tasks -> tasks.output(address.fragment(), address.task(), address.partition())
                        .map(partition -> new StreamServer.Outputs.Lent(partition, tasks.allocator())));
    }

    /** Where continuous queries' tasks can stay. */
    public StepPlaces steps() {
        return workers::startSteps;
    }

    public Coordinator coordinator() {
        return coordinator;
    }

    public List<WorkerInfo> workers() {
        return workers.infos();
    }

    /** Where workers join. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        beats.cancel(false);
        transport.close();
    }
}
