package io.millrace.frontend.server;

import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.port.Clock;
import io.millrace.frontend.avatica.AvaticaConnections;
import io.millrace.frontend.avatica.AvaticaRequests;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.StoredViews;
import io.millrace.frontend.http.AvaticaEndpoint;
import io.millrace.frontend.http.DashboardsEndpoint;
import io.millrace.frontend.http.Endpoint;
import io.millrace.frontend.http.HealthEndpoint;
import io.millrace.frontend.http.HttpAuthentication;
import io.millrace.frontend.http.HttpCounters;
import io.millrace.frontend.http.HttpDoor;
import io.millrace.frontend.http.HttpOptions;
import io.millrace.frontend.http.HttpSessions;
import io.millrace.frontend.http.IngestEndpoint;
import io.millrace.frontend.http.LiveEndpoint;
import io.millrace.frontend.http.LoginEndpoint;
import io.millrace.frontend.http.MetricsEndpoint;
import io.millrace.frontend.http.OpenApiEndpoint;
import io.millrace.frontend.http.PrepareEndpoint;
import io.millrace.frontend.http.QueriesEndpoint;
import io.millrace.frontend.http.RunningStatements;
import io.millrace.frontend.http.SessionEndpoint;
import io.millrace.frontend.http.SqlEndpoint;
import io.millrace.frontend.http.StaticFiles;
import io.millrace.frontend.security.Authenticator;
import io.millrace.frontend.stream.ConnectedStreams;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** One process that answers statements: a node, the engine over it, and the doors. Closed doors first. */
public final class MillraceServer implements AutoCloseable {
    private final MillraceNode node;
    private final SqlEngine engine;
    private final HttpDoor http;
    private final ConnectedStreams streams;
    private final String host;
    private final boolean encrypted;
    private final Authenticator authenticator;
    private final AvaticaConnections avatica;

    private MillraceServer(MillraceNode node, SqlEngine engine, HttpDoor http, ConnectedStreams streams, HttpOptions options,
            Authenticator authenticator, AvaticaConnections avatica) {
        this.node = node;
        this.engine = engine;
        this.http = http;
        this.streams = streams;
        this.host = options.host();
        this.encrypted = options.tls().isPresent();
        this.authenticator = authenticator;
        this.avatica = avatica;
    }

    /**
     * Starts whole or not at all.
     *
     * @throws io.millrace.common.error.MillraceException what hindered it: PORT_IN_USE, DATA_DIRECTORY_IN_USE, …
     */
    public static MillraceServer start(ServerOptions options, Clock clock, RandomGenerator random, String version) {
        MillraceNode node = MillraceNode.start(options.node(), clock, random, StoredViews::new);
        Authenticator authenticator = null;
        AvaticaConnections avatica = null;
        try {
            SqlEngine engine = new SqlEngine(node, random, options.strictState());
            HttpCounters counters = new HttpCounters();
            FirstUser.require(options, node, random);
            authenticator = new Authenticator(node.metadata(), clock, random, options.login().required());
            HttpAuthentication authentication = new HttpAuthentication(authenticator, node.id());
            avatica = new AvaticaConnections(clock, AvaticaConnections.Patience.DEFAULT);
            Map<String, Endpoint> endpoints = endpoints(engine, version, authentication, counters);
            endpoints.put(AvaticaEndpoint.PATH, new AvaticaEndpoint(new AvaticaRequests(engine, avatica, version)));
            HttpDoor http = new HttpDoor(options.http(), endpoints, authentication, counters, clock);
            return new MillraceServer(node, engine, http, new ConnectedStreams(node), options.http(), authenticator, avatica);
        } catch (RuntimeException e) {
            if (avatica != null) {
                avatica.close();
            }
            if (authenticator != null) {
                authenticator.close();
            }
            node.close();
            throw e;
        }
    }

    /** What answers at which path; a path that ends in a slash stands for all below it. */
    private static Map<String, Endpoint> endpoints(
            SqlEngine engine, String version, HttpAuthentication authentication, HttpCounters counters) {
        HttpSessions sessions = new HttpSessions();
        Map<String, Endpoint> endpoints = new TreeMap<>();
        endpoints.put("/health", new HealthEndpoint(engine.node(), version));
        RunningStatements running = new RunningStatements();
        endpoints.put("/v1/sql", new SqlEndpoint(engine, sessions, running));
        endpoints.put("/v1/prepare", new PrepareEndpoint(engine, sessions));
        endpoints.put("/v1/login", new LoginEndpoint(authentication));
        endpoints.put("/v1/session", new SessionEndpoint(sessions));
        endpoints.put(QueriesEndpoint.PATH, new QueriesEndpoint(engine, running));
        endpoints.put("/v1/live", new LiveEndpoint(engine));
        DashboardsEndpoint dashboards = new DashboardsEndpoint(engine.node());
        endpoints.put("/v1/dashboards", dashboards);
        endpoints.put(DashboardsEndpoint.PATH, dashboards);
        endpoints.put(IngestEndpoint.PATH, new IngestEndpoint(engine));
        endpoints.put("/v1/openapi.json", new OpenApiEndpoint());
        endpoints.put("/metrics", new MetricsEndpoint(engine.node(), counters, engine.plans()));
        endpoints.put("/", new StaticFiles());
        return endpoints;
    }

    public SqlEngine engine() {
        return engine;
    }

    public int httpPort() {
        return http.port();
    }

    /** The door that browsers and drivers come through. */
    public HttpDoor http() {
        return http;
    }

    /** For doors that are not HTTP's. */
    public Authenticator authenticator() {
        return authenticator;
    }

    public String url() {
        return (encrypted ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port();
    }

    @Override
    public void close() {
        try {
            streams.close();
            http.close();
            avatica.close();
            authenticator.close();
        } finally {
            node.close();
        }
    }
}
