package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Refuses what a foreign web page makes a browser send here: any page can reach localhost, and by rebinding its own name it can even be of the same
 * origin. So the Host header must name this server, and an Origin must be that host.
 */
final class RequestGuard {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+]");

    private final boolean loopbackOnly;
    private final List<String> allowed;

    RequestGuard(HttpOptions options) {
        this.loopbackOnly = isLoopback(options.host().toLowerCase(Locale.ROOT));
        this.allowed = options.allowedHosts().stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** REQUEST_REFUSED if the request may not be answered. */
    void check(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll("Host");
        if (hosts.size() != 1) {
            throw refused("the request has " + hosts.size() + " Host headers, expected one");
        }
        String host = hosts.get(0).toLowerCase(Locale.ROOT);
        if (!isOurs(withoutPort(host))) {
            throw refused("host '" + hosts.get(0) + "' is not this server")
                    .withHint("start the server with --allowed-hosts to let it be reached by that name");
        }
        for (String origin : request.headers().getAll("Origin")) {
            if (!isOrigin(origin, host)) {
                throw refused("requests from pages of '" + origin + "' are not answered");
            }
        }
        String site = request.getHeader("Sec-Fetch-Site");
        boolean foreign = "cross-site".equals(site) || "same-site".equals(site);
        if (foreign && !("navigate".equals(request.getHeader("Sec-Fetch-Mode")) && request.method().name().equals("GET"))) {
            throw refused("requests from pages of other sites are not answered");
        }
    }

    private boolean isOrigin(String origin, String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (lower.equals("http://" + host) || lower.equals("https://" + host)) {
            return true;
        }
        try {
            String originHost = URI.create(lower).getHost();
            return originHost != null && allowed.contains(originHost);
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private boolean isOurs(String host) {
        return isLoopback(host) || allowed.contains(host) || !loopbackOnly && ADDRESS.matcher(host).matches();
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]") || host.equals("::1")
                || host.startsWith("127.") && ADDRESS.matcher(host).matches();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') && colon >= 0 ? host.substring(0, colon) : host;
    }

    private static MillraceException refused(String message) {
        return new MillraceException(ErrorCode.REQUEST_REFUSED, message);
    }
}
