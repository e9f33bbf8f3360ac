package io.millrace.frontend.http;

import io.millrace.common.error.MillraceException;

/** Where live changes go: a WebSocket or an event stream. */
interface LiveChannel {
    /** Hands on one message; waits while too many are under way, and cuts off a client that takes none. */
    void send(String type, String json);

    /** Runs once when the client has gone. Must not block. */
    void onGone(Runnable action);

    /** Ends it and says why, as far as the client still takes anything: a slow one may read the reason later. Does not wait for it. */
    void end(MillraceException reason);
}
