package io.millrace.frontend.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the HTTP door is open.
 *
 * @param host address to bind
 * @param port 0 for any free one
 * @param allowedHosts names that a Host or Origin header may carry besides those of this machine's loopback
 * @param slowClientMillis an answer that cannot be written on for that long is cut off
 * @param tls encrypts; absent: HTTP in plain
 */
public record HttpOptions(String host, int port, List<String> allowedHosts, long slowClientMillis, Optional<Tls> tls) {
    public static final int DEFAULT_PORT = 8240;
    private static final long SLOW_CLIENT_MILLIS = 30_000;

    public HttpOptions {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
        return RequestGuard.isLoopback(host.toLowerCase(Locale.ROOT));
    }

    public HttpOptions(String host, int port, List<String> allowedHosts, long slowClientMillis) {
        this(host, port, allowedHosts, slowClientMillis, Optional.empty());
    }

    public static HttpOptions on(String host, int port) {
        return new HttpOptions(host, port, List.of(), SLOW_CLIENT_MILLIS);
    }
}
