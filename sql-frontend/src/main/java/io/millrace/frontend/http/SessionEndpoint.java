package io.millrace.frontend.http;

import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.value.JsonValues;
import java.util.List;

/** {@code /v1/session}: GET tells user and schema, and whether users log in, of the session that the header {@code Millrace-Session} names, DELETE forgets it. */
public final class SessionEndpoint implements Endpoint {
    private static final SqlType FACTS = SqlType
            .row(List.of(Field.of("user", SqlType.VARCHAR), Field.of("schema", SqlType.VARCHAR), Field.of("login", SqlType.BOOLEAN)));

    private final HttpSessions sessions;

    public SessionEndpoint(HttpSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void handle(HttpExchange exchange) {
        switch (exchange.method()) {
            case "GET" -> {
                Session session = sessions.of(exchange);
                exchange.answer(200, "application/json", JsonValues.of(
                        List.of(session.user(), session.schema(), session.restricted()), FACTS, session.zone()) + "\n");
            }
            case "DELETE" -> {
                sessions.forget(exchange);
                exchange.answer(200, "application/json", "{}\n");
            }
            default -> {
                exchange.setHeader("Allow", "GET, DELETE");
                exchange.answer(405, "text/plain; charset=utf-8", "look at a session with GET, end it with DELETE\n");
            }
        }
    }
}
