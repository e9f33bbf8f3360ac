package io.millrace.frontend.http;

import java.io.IOException;

/** What answers requests of one path. */
public interface Endpoint {
    /** Called on a thread that may block; an exception becomes the answer if none was begun. */
    void handle(HttpExchange exchange) throws IOException;
}
