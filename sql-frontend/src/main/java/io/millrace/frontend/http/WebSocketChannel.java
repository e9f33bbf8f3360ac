package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.format.ErrorJson;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A WebSocket: each message a text {@code {"type": …, "data": …}}. */
final class WebSocketChannel implements LiveChannel {
    private static final int MESSAGES_IN_FLIGHT = 8;
    private static final int REASON_BYTES_MAX = 123;
    /** Codes of RFC 6455: the server ends it for a reason of its own; the client may come again. */
    private static final short POLICY = 1008;

    private static final short TRY_AGAIN_LATER = 1013;

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

    /** The error as a message while there is room, its code and text as the reason of the close in any case. */
    @Override
    public void end(MillraceException reason) {
        boolean told = reason.code() != ErrorCode.SLOW_CLIENT || free.tryAcquire();
        String message = "{\"type\":\"error\",\"data\":" + ErrorJson.of(reason) + "}";
        String text = cut(reason.code() + ": " + reason.getMessage());
        context.runOnContext(ignored -> {
            if (told && !gone) {
                socket.writeTextMessage(message);
            }
            socket.close(reason.code() == ErrorCode.SLOW_CLIENT ? TRY_AGAIN_LATER : POLICY, text);
        });
    }

    /** A close frame holds 123 bytes of text. */
    private static String cut(String text) {
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            String character = Character.toString(text.codePointAt(i));
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > REASON_BYTES_MAX) {
                break;
            }
            kept.append(character);
        }
        return kept.toString();
    }
}
