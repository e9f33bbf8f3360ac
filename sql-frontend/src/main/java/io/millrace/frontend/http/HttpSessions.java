package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.security.Caller;
import io.millrace.frontend.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions of clients that name one in the header {@code Millrace-Session}: SET and USE last from request to request. Without the header each request
 * is a session of its own. The longest unused one gives way to a new one. Thread-safe.
 */
public final class HttpSessions {
    private static final String HEADER = "Millrace-Session";
    private static final int SESSIONS_MAX = 1_000;
    private static final int NAME_LENGTH_MAX = 128;

    private final Map<String, Session> named = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            boolean tooMany = size() > SESSIONS_MAX;
            if (tooMany) {
                eldest.getValue().abandon();
            }
            return tooMany;
        }
    };

    void forget(HttpExchange exchange) {
        synchronized (named) {
            exchange.header(HEADER).ifPresent(name -> {
                Session gone = named.remove(key(exchange.caller(), name));
                if (gone != null) {
                    gone.abandon();
                }
            });
        }
    }

    /** After a request: a session without a name ends with it, and so does its transaction. */
    void done(HttpExchange exchange, Session session) {
        if (exchange.header(HEADER).isEmpty()) {
            session.abandon();
        }
    }

    Session of(HttpExchange exchange) {
        Session session = exchange.header(HEADER).map(name -> named(exchange.caller(), name)).orElseGet(exchange.caller()::session);
        Optional<String> schema = exchange.parameter("schema").filter(name -> !name.isEmpty());
        schema.ifPresent(session::use);
        return session;
    }

    /** A session is its user's: nobody comes into another's by its name. */
    private static String key(Caller caller, String name) {
        return caller.restricted() + " " + caller.name() + '\u0000' + name;
    }

    private Session named(Caller caller, String name) {
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "header Millrace-Session must have 1 to " + NAME_LENGTH_MAX + " characters");
        }
        synchronized (named) {
            return named.computeIfAbsent(key(caller, name), ignored -> caller.session());
        }
    }
}
