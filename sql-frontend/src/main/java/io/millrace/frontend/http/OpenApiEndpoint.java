package io.millrace.frontend.http;

import java.io.IOException;
import java.io.InputStream;

/** {@code /v1/openapi.json}: what the HTTP door offers, as an OpenAPI description. */
public final class OpenApiEndpoint implements Endpoint {
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (InputStream in = OpenApiEndpoint.class.getResourceAsStream("/openapi.json")) {
            exchange.answer(200, "application/json", in.readAllBytes());
        }
    }
}
