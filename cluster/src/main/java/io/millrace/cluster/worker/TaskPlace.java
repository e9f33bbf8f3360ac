package io.millrace.cluster.worker;

/** Where a task runs: a node, and the address at which it gives out what its tasks put out. */
public record TaskPlace(String nodeId, String host, int port) {
    @Override
    public String toString() {
        return nodeId + " at " + host + ":" + port;
    }
}
