package io.millrace.frontend.avatica;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.frontend.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections of Avatica's clients, by the ids that these give them. Those that nobody uses for long are closed. Thread-safe. */
public final class AvaticaConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AvaticaConnections.class);
    private static final int CONNECTIONS_MAX = 1_000;
    private static final int ID_LENGTH_MAX = 128;
    private static final Duration SWEEP = Duration.ofSeconds(20);

    /**
     * How long what nobody uses is kept.
     *
     * @param connection from its last request
     * @param result from the last rows that were fetched of it; a reader may pause, but what it reads is held in memory
     */
    public record Patience(Duration connection, Duration result) {
        public static final Patience DEFAULT = new Patience(Duration.ofMinutes(30), Duration.ofMinutes(10));
    }

    private final Map<String, AvaticaConnection> connections = new LinkedHashMap<>();
    private final Clock clock;
    private final Patience patience;
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("millrace-avatica-expiry").daemon().factory());

    private final ScheduledFuture<?> sweeping;

    public AvaticaConnections(Clock clock, Patience patience) {
        this.clock = clock;
        this.patience = patience;
        sweeping = sweeper.scheduleWithFixedDelay(this::sweepSafely, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    long nowNanos() {
        return clock.monotonicNanos();
    }

    private void sweepSafely() {
        try {
            expire();
        } catch (RuntimeException e) {
            LOG.error("idle connections could not be closed", e);
        }
    }

    /** Closes what nobody has used for long. */
    public void expire() {
        long now = nowNanos();
        List<AvaticaConnection> idle = new ArrayList<>();
        List<AvaticaConnection> kept;
        synchronized (connections) {
            connections.values().removeIf(connection -> {
                boolean remove = connection.isIdleSince(now - patience.connection().toNanos());
                if (remove) {
                    idle.add(connection);
                }
                return remove;
            });
            kept = new ArrayList<>(connections.values());
        }
        idle.forEach(AvaticaConnection::close);
        kept.forEach(connection -> connection.expireResults(now - patience.result().toNanos()));
    }

    public int size() {
        synchronized (connections) {
            return connections.size();
        }
    }

    AvaticaConnection open(String id, Caller caller) {
        if (id.isEmpty() || id.length() > ID_LENGTH_MAX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a connection's id has 1 to " + ID_LENGTH_MAX + " characters");
        }
        synchronized (connections) {
            if (connections.containsKey(id)) {
                throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "connection '" + id + "' is open already");
            }
            if (connections.size() >= CONNECTIONS_MAX) {
                throw new MillraceException(ErrorCode.TOO_MANY_REQUESTS, CONNECTIONS_MAX + " connections are open; try again later");
            }
            AvaticaConnection connection = new AvaticaConnection(caller, nowNanos());
            connections.put(id, connection);
            return connection;
        }
    }

    /** Another user's connection is as good as none. Clients open a connection anew when they hear that there is none. */
    AvaticaConnection get(String id, Caller caller) {
        synchronized (connections) {
            AvaticaConnection connection = connections.get(id);
            if (connection == null || !connection.isOf(caller)) {
                throw new NoSuchConnectionException("connection '" + id + "' is not open: it was closed, or nobody used it for long");
            }
            connection.enter(nowNanos());
            return connection;
        }
    }

    void close(String id, Caller caller) {
        AvaticaConnection connection;
        synchronized (connections) {
            connection = connections.get(id);
            if (connection == null || !connection.isOf(caller)) {
                return;
            }
            connections.remove(id);
        }
        connection.close();
    }

    @Override
    public void close() {
        sweeping.cancel(false);
        sweeper.shutdownNow();
        List<AvaticaConnection> all;
        synchronized (connections) {
            all = new ArrayList<>(connections.values());
            connections.clear();
        }
        all.forEach(AvaticaConnection::close);
    }
}
