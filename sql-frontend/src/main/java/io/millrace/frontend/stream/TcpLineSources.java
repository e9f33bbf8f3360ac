package io.millrace.frontend.stream;

import io.millrace.cluster.metadata.MetadataState;
import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.catalog.CatalogObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a connection for every stream whose connector is tcp: begun when the stream is in the catalog, ended when it is not. The lines of a socket
 * cannot be asked for again, so what was sent while no server ran is lost.
 */
public final class TcpLineSources implements AutoCloseable {
    private final MillraceNode node;
    private final Map<String, TcpLineSource> running = new HashMap<>();
    private boolean closed;

    public TcpLineSources(MillraceNode node) {
        this.node = node;
        node.metadata().onChange(this::follow);
        follow(node.metadata().state());
    }

    private synchronized void follow(MetadataState state) {
        if (closed) {
            return;
        }
        Set<String> wanted = new HashSet<>();
        for (CatalogObject object : state.objects()) {
            if (object instanceof CatalogObject.Stream stream
                    && StreamConnectors.TCP.equals(stream.options().get(StreamConnectors.CONNECTOR))) {
                wanted.add(stream.id());
                running.computeIfAbsent(stream.id(), id -> new TcpLineSource(node, stream));
            }
        }
        running.entrySet().removeIf(entry -> {
            if (wanted.contains(entry.getKey())) {
                return false;
            }
            entry.getValue().close();
            return true;
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.values().forEach(TcpLineSource::close);
        running.clear();
    }
}
