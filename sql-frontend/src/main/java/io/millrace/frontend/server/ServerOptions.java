package io.millrace.frontend.server;

import io.millrace.cluster.node.NodeOptions;
import io.millrace.frontend.http.HttpOptions;

/** A node, its doors, and who may come in. */
public record ServerOptions(NodeOptions node, HttpOptions http, LoginOptions login) {
    public ServerOptions(NodeOptions node, HttpOptions http) {
        this(node, http, LoginOptions.DEFAULT);
    }
}
