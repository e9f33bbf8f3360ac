package io.millrace.frontend.server;

import io.millrace.cluster.node.NodeOptions;
import io.millrace.frontend.http.HttpOptions;

/** A node, its doors, and who may come in; {@code strictState}: views are refused whose state nothing bounds. */
public record ServerOptions(NodeOptions node, HttpOptions http, LoginOptions login, boolean strictState) {
    public ServerOptions(NodeOptions node, HttpOptions http) {
        this(node, http, LoginOptions.DEFAULT);
    }

    public ServerOptions(NodeOptions node, HttpOptions http, LoginOptions login) {
        this(node, http, login, false);
    }
}
