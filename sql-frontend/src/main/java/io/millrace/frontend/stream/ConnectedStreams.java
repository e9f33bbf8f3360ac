package io.millrace.frontend.stream;

import io.millrace.cluster.metadata.MetadataState;
import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.catalog.CatalogObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Keeps a source for every stream that has one to be filled from: begun when the stream is in the catalog, ended when it is not. */
public final class ConnectedStreams implements AutoCloseable {
    private final MillraceNode node;
    private final Map<String, StreamInput> running = new HashMap<>();
    private boolean closed;

    public ConnectedStreams(MillraceNode node) {
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
            if (object instanceof CatalogObject.Stream stream) {
                StreamConnectors.input(node, stream).ifPresent(input -> {
                    wanted.add(stream.id());
                    running.computeIfAbsent(stream.id(), id -> input.get());
                });
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
        running.values().forEach(StreamInput::close);
        running.clear();
    }
}
