package io.millrace.jdbc.wire;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.error.ServerError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Requests of one JDBC connection, each on a TCP connection of its server's {@link ConnectionPool}. Thread-safe. */
public final class Transport {
    public static final String ARROW = "application/vnd.millrace.arrow";
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";
    /** How long the server may take to end a query after its own time limit, before the client gives up on it. */
    private static final long GRACE_MILLIS = 10_000;
    /** For requests that the driver makes on its own. */
    private static final int OWN_MILLIS = 10_000;
    private static final int ERROR_BYTES_MAX = 1 << 20;
    private static final byte[] NOTHING = {};

    private final URI base;
    private final ConnectionPool pool;
    private final String common;
    private final int connectMillis;
    private volatile int networkTimeoutMillis;

    public Transport(ConnectionSettings settings, String session) throws SQLException {
        this.base = settings.base();
        this.pool = ConnectionPool.of(base);
        String authorization = settings.user().isEmpty() ? "" : "Authorization: Basic " + Base64.getEncoder().encodeToString(
                (settings.user() + ":" + settings.password()).getBytes(StandardCharsets.UTF_8)) + "\r\n";
        this.common = " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nMillrace-Session: " + session + "\r\n" + authorization;
        this.connectMillis = (int) Math.min(Integer.MAX_VALUE, TimeUnit.SECONDS.toMillis(settings.connectSeconds()));
        this.networkTimeoutMillis = settings.socketSeconds() * 1000;
    }

    public int networkTimeoutMillis() {
        return networkTimeoutMillis;
    }

    public void setNetworkTimeout(int millis) {
        networkTimeoutMillis = millis;
    }

    /** A request and its answer. One thread waits for it; another may abort it. */
    public final class Exchange {
        private final byte[] head;
        private final byte[] content;
        private HttpConnection connection;
        private BodyStream body;
        private boolean aborted;

        private Exchange(String method, String path, String headers, byte[] content) {
            this.head = (method + " " + base.resolve(path).getRawPath() + common + headers
                    + (method.equals("POST") ? "Content-Length: " + content.length + "\r\n\r\n" : "\r\n")).getBytes(StandardCharsets.UTF_8);
            this.content = content;
        }

        /** Sends it and waits for the answer's head; an error that the server answers with is thrown. 0 waits for any time. */
        public BodyStream await(long timeLimitMillis) throws SQLException {
            int network = networkTimeoutMillis;
            long limit = timeLimitMillis > 0 ? timeLimitMillis + GRACE_MILLIS : 0;
            return await((int) Math.min(Integer.MAX_VALUE, network > 0 && (limit == 0 || network < limit) ? network : limit), network);
        }

        private BodyStream await(int waitMillis, int network) throws SQLException {
            try {
                HttpConnection own = take();
                own.timeout(waitMillis);
                own.send(head, content);
                HttpHead answer = own.head();
                own.timeout(network);
                BodyStream answered = answered(new BodyStream(own, answer, pool));
                if (answer.status() != 200) {
                    throw failed(answered, answer.status());
                }
                return answered;
            } catch (SocketTimeoutException e) {
                abort();
                throw new SQLTimeoutException("the server did not answer within " + waitMillis + " ms", "08006", 0, e);
            } catch (IOException e) {
                boolean ours = isAborted();
                abort();
                if (e instanceof ClosedByInterruptException) {
                    throw Errors.of(Errors.CANCELLED, "the thread was interrupted", e);
                }
                throw ours ? cancelled(e) : unreachable(e);
            }
        }

        private HttpConnection take() throws IOException, SQLException {
            HttpConnection taken = pool.take(connectMillis);
            synchronized (this) {
                connection = taken;
                if (aborted) {
                    taken.close();
                    throw cancelled(null);
                }
            }
            return taken;
        }

        /** The connection is the body's from here on: it may be another request's soon. */
        private synchronized BodyStream answered(BodyStream answer) throws SQLException {
            body = answer;
            connection = null;
            if (aborted) {
                answer.cut();
                throw cancelled(null);
            }
            return answer;
        }

        private synchronized boolean isAborted() {
            return aborted;
        }

        /** Ends it from the client's side. */
        public synchronized void abort() {
            aborted = true;
            if (body != null) {
                body.cut();
            }
            if (connection != null) {
                connection.close();
            }
        }
    }

    private static SQLException cancelled(Throwable cause) {
        return Errors.of(Errors.CANCELLED, "the statement was cancelled", cause);
    }

    private SQLException unreachable(Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return Errors.of("08001", "no Millrace server answers at " + base.getAuthority() + ": " + cause.getMessage(), cause);
        }
        return Errors.of("08006", "the connection to " + base.getAuthority() + " broke: " + cause.getMessage(), cause);
    }

    private SQLException failed(BodyStream body, int status) {
        byte[] json;
        try (BodyStream in = body) {
            json = in.readNBytes(ERROR_BYTES_MAX);
        } catch (IOException e) {
            return unreachable(e);
        }
        String text = new String(json, StandardCharsets.UTF_8).trim();
        if (text.startsWith("{\"error\":")) {
            byte[] inner = text.substring("{\"error\":".length()).getBytes(StandardCharsets.UTF_8);
            return ServerError.parse(inner, inner.length);
        }
        if (status == 401) {
            return Errors.of("28000", "user and password were not accepted");
        }
        return Errors.of("08004", base.getAuthority() + " answered with HTTP status " + status + ": is it a Millrace server?");
    }

    /** A body for a path; nothing is sent until it is awaited. {@code statement} is the id that cancels it, null for none. */
    public Exchange post(String path, String contentType, byte[] content, String accept, String statement) {
        return new Exchange("POST", path, "Content-Type: " + contentType + "\r\nAccept: " + accept + "\r\n"
                + (statement == null ? "" : "Millrace-Statement: " + statement + "\r\n"), content);
    }

    /** A whole small answer, of a server that has to be there: one that is silent is none. */
    public byte[] get(String path, int timeoutMillis) throws SQLException {
        try (BodyStream in = new Exchange("GET", path, "", NOTHING).await(timeoutMillis, timeoutMillis)) {
            return in.readAllBytes();
        } catch (SQLTimeoutException e) {
            throw Errors.of("08001", "no Millrace server answers at " + base.getAuthority() + " within " + timeoutMillis + " ms", e);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    public byte[] whole(Exchange exchange, long timeLimitMillis) throws SQLException {
        try (BodyStream in = exchange.await(timeLimitMillis)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Whether there was something to delete. */
    public boolean delete(String path) throws SQLException {
        try {
            new Exchange("DELETE", path, "", NOTHING).await(OWN_MILLIS, OWN_MILLIS).readAllBytes();
            return true;
        } catch (IOException e) {
            throw unreachable(e);
        } catch (SQLException e) {
            if (e.getSQLState().startsWith("08") || e instanceof SQLTimeoutException) {
                throw e;
            }
            return false;
        }
    }

    /** Deletes in its own time: a server that is gone is not waited for, and has forgotten anyway. */
    public void deleteLater(String path) {
        Thread thread = new Thread(() -> {
            try {
                delete(path);
            } catch (SQLException gone) {
                Thread.currentThread().interrupt();
            }
        }, "millrace-jdbc-close");
        thread.setDaemon(true);
        thread.start();
    }
}
