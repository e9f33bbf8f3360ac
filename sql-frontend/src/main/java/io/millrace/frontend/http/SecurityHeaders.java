package io.millrace.frontend.http;

import io.vertx.core.http.HttpServerResponse;

/** What every answer tells browsers: run nothing that is not ours, show us in no frame, guess no types. */
final class SecurityHeaders {
    private SecurityHeaders() {}

    static void put(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }
}
