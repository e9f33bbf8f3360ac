package io.millrace.jdbc.wire;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;

/** TCP connections that wait for their next request, by server; shared by all JDBC connections of the process. Thread-safe. */
final class ConnectionPool {
    /** Of one server; those that come back beyond are closed. */
    private static final int IDLE_MAX = 128;
    private static final Map<String, ConnectionPool> POOLS = new ConcurrentHashMap<>();

    private final URI base;
    private final BlockingDeque<HttpConnection> idle = new LinkedBlockingDeque<>(IDLE_MAX);

    private ConnectionPool(URI base) {
        this.base = base;
    }

    static ConnectionPool of(URI base) {
        return POOLS.computeIfAbsent(base.toString(), ignored -> new ConnectionPool(base));
    }

    /** The one that was used last, if it is alive; else a new one. */
    HttpConnection take(int connectMillis) throws IOException {
        for (HttpConnection waiting = idle.pollFirst(); waiting != null; waiting = idle.pollFirst()) {
            if (waiting.isAlive()) {
                return waiting;
            }
            waiting.close();
        }
        return HttpConnection.open(base, connectMillis);
    }

    void giveBack(HttpConnection connection) {
        if (!idle.offerFirst(connection)) {
            connection.close();
        }
    }
}
