package io.millrace.frontend.security;

import io.millrace.frontend.session.Session;

/**
 * Who a request is from, as its door has found out.
 *
 * @param name of the user
 * @param restricted whether grants hold; not for requests to a server that nobody has to log in to
 */
public record Caller(String name, boolean restricted) {
    /** Anyone, where nobody has to log in. */
    public static final Caller OPEN = new Caller(Session.SERVER_USER, false);

    /** A new session of this user: what every door runs statements in. */
    public Session session() {
        return restricted ? Session.of(name) : Session.initial();
    }
}
