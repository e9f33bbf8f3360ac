package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A WebSocket: each message a text {@code {"type": …, "data": …}}. */
final class WebSocketChannel implements LiveChannel {
    private static final int MESSAGES_IN_FLIGHT = 8;

    private final ServerWebSocket socket;
    private final Context context;
    private final long slowClientMillis;
    private final Semaphore free = new Semaphore(MESSAGES_IN_FLIGHT);
    private volatile boolean gone;
    private volatile Runnable onGone;

    /** Called on the event loop. */
    WebSocketChannel(ServerWebSocket socket, Context context, long slowClientMillis) {
        this.socket = socket;
        this.context = context;
        this.slowClientMillis = slowClientMillis;
        socket.closeHandler(ignored -> gone());
        socket.exceptionHandler(ignored -> gone());
    }

    private void gone() {
        gone = true;
        free.release(MESSAGES_IN_FLIGHT);
        Runnable action = onGone;
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void onGone(Runnable action) {
        onGone = action;
        if (gone) {
            action.run();
        }
    }

    @Override
    public void send(String type, String json) {
        try {
            if (!gone && !free.tryAcquire(slowClientMillis, TimeUnit.MILLISECONDS)) {
                throw new MillraceException(ErrorCode.SLOW_CLIENT, "the client took no message for " + slowClientMillis + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping", e);
        }
        if (gone) {
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the client closed the connection");
        }
        String message = "{\"type\":\"" + type + "\",\"data\":" + json + "}";
        context.runOnContext(ignored -> socket.writeTextMessage(message).onComplete(sent -> {
            if (sent.failed()) {
                gone();
            }
            free.release();
        }));
    }

    @Override
    public void close() {
        context.runOnContext(ignored -> socket.close());
    }
}
