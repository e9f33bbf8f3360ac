package io.millrace.frontend.http;

/** {@code DELETE /v1/session}: forgets the session that the header {@code Millrace-Session} names. */
public final class SessionEndpoint implements Endpoint {
    private final HttpSessions sessions;

    public SessionEndpoint(HttpSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!exchange.method().equals("DELETE")) {
            exchange.setHeader("Allow", "DELETE");
            exchange.answer(405, "text/plain; charset=utf-8", "end a session with DELETE\n");
            return;
        }
        exchange.header("Millrace-Session").ifPresent(sessions::forget);
        exchange.answer(200, "application/json", "{}\n");
    }
}
