package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.format.ErrorJson;
import io.millrace.frontend.security.Caller;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One request and its answer, for endpoints that block. Used by one thread; the client's going away is heard on another. */
public final class HttpExchange {
    /** Of a body that nobody wants, read and thrown away: many clients hear no answer before they have sent all. */
    private static final long DISCARDED_BYTES_MAX = 256L << 20;

    /** May do nothing, which is right for who has not been asked. */
    private static final Caller NOBODY = new Caller("", true);

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final BodyInput body;
    private final long slowClientMillis;
    private ResponseOutput output;
    private volatile Runnable onGone;
    private volatile boolean gone;
    private boolean answered;
    private Caller caller = NOBODY;

    /** Called on the event loop. */
    HttpExchange(HttpServerRequest request, Context context, long slowClientMillis) {
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.slowClientMillis = slowClientMillis;
        this.body = new BodyInput(request, context, slowClientMillis);
        response.closeHandler(ignored -> clientGone());
        response.exceptionHandler(ignored -> clientGone());
    }

    private void clientGone() {
        gone = true;
        ResponseOutput writing = output;
        if (writing != null) {
            writing.gone();
        }
        Runnable action = onGone;
        if (action != null) {
            action.run();
        }
    }

    /** Runs {@code action} when the client closes the connection before its answer has ended; at once if it has. Must not block. */
    public void onGone(Runnable action) {
        onGone = action;
        if (gone) {
            action.run();
        }
    }

    void setCaller(Caller found) {
        caller = found;
    }

    /** Who asks: has logged in, unless nobody has to. Nobody at endpoints that are open. */
    public Caller caller() {
        return caller;
    }

    public String method() {
        return request.method().name();
    }

    public String path() {
        return request.path();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(request.getParam(name));
    }

    public List<String> parameters(String name) {
        return request.params().getAll(name);
    }

    /** The body as it comes. */
    public InputStream body() {
        return body;
    }

    /** The whole body. */
    public byte[] bytes(int bytesMax) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece = new byte[16 << 10];
        long total = 0;
        for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
            total += count;
            if (total <= bytesMax) {
                whole.write(piece, 0, count);
            } else if (total > DISCARDED_BYTES_MAX) {
                break;
            }
        }
        if (total > bytesMax) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_LARGE,
                    "the request's body has more than " + bytesMax + " bytes")
                    .withHint("load data with COPY or POST /v1/ingest/TABLE instead of long INSERT statements");
        }
        return whole.toByteArray();
    }

    /** The whole body as text. */
    public String text(int bytesMax) throws IOException {
        byte[] whole = bytes(bytesMax);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(whole)).toString();
        } catch (CharacterCodingException e) {
            throw new MillraceException(ErrorCode.MALFORMED_INPUT, "the request's body is not UTF-8", e)
                    .withHint("send text in UTF-8, whatever the terminal or file uses");
        }
    }

    public void setHeader(String name, String value) {
        response.putHeader(name, value);
    }

    /** Answers whole. */
    public void answer(int status, String contentType, byte[] content) {
        answered = true;
        context.runOnContext(ignored -> {
            if (!response.closed()) {
                body.discard(DISCARDED_BYTES_MAX);
                response.setStatusCode(status).putHeader("Content-Type", contentType).end(Buffer.buffer(content));
            }
        });
    }

    public void answer(int status, String contentType, String text) {
        answer(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with an error object; cuts the connection if an answer was begun. */
    public void fail(MillraceException error) {
        fail(HttpStatus.of(error), error);
    }

    void fail(int status, MillraceException error) {
        if (output != null) {
            output.cut();
        } else if (!answered) {
            answer(status, "application/json", "{\"error\":" + ErrorJson.of(error) + "}\n");
        }
    }

    /** Begins an answer of unknown length; closing the stream ends it. */
    public OutputStream stream(String contentType) {
        return stream(contentType, slowClientMillis);
    }

    /** As {@link #stream(String)}, to a client that may take nothing for so long. */
    OutputStream stream(String contentType, long patienceMillis) {
        answered = true;
        response.setStatusCode(200).setChunked(true).putHeader("Content-Type", contentType);
        output = new ResponseOutput(response, context, patienceMillis);
        if (gone) {
            output.gone();
        }
        return output;
    }

    /** Ends an answer that was begun with a last piece of text, without waiting for a client that may not take it; then its connection. */
    void endWith(String text) {
        output.endWith(text.getBytes(StandardCharsets.UTF_8), () -> request.connection().close());
    }

    /** Ends an answer that was begun in a way that the client sees as broken off. */
    public void cut() {
        output.cut();
    }

    HttpServerRequest request() {
        return request;
    }

    Context context() {
        return context;
    }
}
