package io.millrace.frontend.http;

import io.millrace.common.error.MillraceException;
import io.millrace.frontend.format.ErrorJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Server-sent events: each message an event of its type, its data the JSON. */
final class EventStreamChannel implements LiveChannel {
    private final HttpExchange exchange;
    private final OutputStream out;

    EventStreamChannel(HttpExchange exchange) {
        this.exchange = exchange;
        exchange.setHeader("Cache-Control", "no-store");
        this.out = exchange.stream("text/event-stream; charset=utf-8");
    }

    @Override
    public void send(String type, String json) {
        try {
            out.write(("event: " + type + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onGone(Runnable action) {
        exchange.onGone(action);
    }

    @Override
    public void end(MillraceException reason) {
        exchange.endWith("event: error\ndata: " + ErrorJson.of(reason) + "\n\n");
    }
}
