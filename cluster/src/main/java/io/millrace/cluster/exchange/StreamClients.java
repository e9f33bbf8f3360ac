package io.millrace.cluster.exchange;

import io.millrace.cluster.transport.ClusterTransport;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExchangeSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** This node's connections to nodes that it reads from, one each, made when first needed. Thread-safe. */
public final class StreamClients {
    private record Address(String host, int port) {}

    private final ClusterTransport transport;
    private final Map<Address, StreamClient> clients = new HashMap<>();

    public StreamClients(ClusterTransport transport) {
        this.transport = transport;
    }

    /** Begins to read; {@code node} names the other one in messages. */
    public ExchangeSource open(String node, String host, int port, OutputAddress output, Schema schema, BufferAllocator allocator) {
        Address address = new Address(host, port);
        StreamClient client;
        synchronized (clients) {
            client = clients.get(address);
            if (client == null || client.isClosed()) {
                StreamClient[] made = new StreamClient[1];
                transport.connect(host, port, connection -> made[0] = new StreamClient(connection, node, () -> forget(address, made[0])));
                client = made[0];
                clients.put(address, client);
            }
        }
        return client.open(output, schema, allocator);
    }

    private void forget(Address address, StreamClient closed) {
        synchronized (clients) {
            clients.remove(address, closed);
        }
    }
}
