package io.millrace.frontend.server;

import io.millrace.cluster.node.NodeOptions;
import io.millrace.frontend.http.HttpOptions;

/** A node and its doors. */
public record ServerOptions(NodeOptions node, HttpOptions http) {}
