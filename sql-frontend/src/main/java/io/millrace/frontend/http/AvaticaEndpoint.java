package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.avatica.AvaticaRequests;
import io.millrace.frontend.avatica.AvaticaRequests.Serialization;
import java.io.IOException;

/**
 * {@code POST /avatica}: what Avatica's thin driver speaks. The parameter {@code serialization} or the content type says which form a request has; the
 * stock driver says neither, but a JSON object begins with a brace and no message of protobuf does.
 */
public final class AvaticaEndpoint implements Endpoint {
    public static final String PATH = "/avatica";
    private static final int BODY_BYTES_MAX = 64 << 20;

    private final AvaticaRequests requests;

    public AvaticaEndpoint(AvaticaRequests requests) {
        this.requests = requests;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.method().equals("POST")) {
            exchange.setHeader("Allow", "POST");
            exchange.answer(405, "text/plain; charset=utf-8", "Avatica's requests are sent with POST\n");
            return;
        }
        byte[] body = exchange.bytes(BODY_BYTES_MAX);
        Serialization serialization = serialization(exchange, body);
        AvaticaRequests.Answer answer = requests.answer(body, serialization, exchange.caller(), cancel -> exchange.onGone(
                () -> cancel.accept(new MillraceException(ErrorCode.QUERY_CANCELLED, "the client closed the connection"))));
        exchange.answer(
                answer.status(),
                serialization == Serialization.JSON ? "application/json;charset=utf-8" : "application/octet-stream",
                answer.bytes());
    }

    private static Serialization serialization(HttpExchange exchange, byte[] body) {
        String said = exchange.parameter("serialization").orElse("");
        String type = exchange.header("Content-Type").orElse("");
        if (said.equalsIgnoreCase("json") || said.isEmpty() && type.startsWith("application/json")) {
            return Serialization.JSON;
        }
        if (said.equalsIgnoreCase("protobuf") || said.isEmpty() && type.contains("protobuf")) {
            return Serialization.PROTOBUF;
        }
        if (!said.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "serialization is json or protobuf, found '" + said + "'");
        }
        return body.length > 0 && body[0] == '{' ? Serialization.JSON : Serialization.PROTOBUF;
    }
}
