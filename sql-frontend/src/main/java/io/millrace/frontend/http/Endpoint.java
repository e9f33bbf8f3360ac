package io.millrace.frontend.http;

import java.io.IOException;

/** What answers requests of one path. */
public interface Endpoint {
    /** Called on a thread that may block; an exception becomes the answer if none was begun. */
    void handle(HttpExchange exchange) throws IOException;

    /** Whether anyone may ask, where others have to log in. What is not said to be open is closed. */
    default boolean isOpen() {
        return false;
    }
}
