package io.millrace.frontend.avatica;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.security.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.JsonHandler;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Avatica's requests, decoded, answered and encoded again. */
public final class AvaticaRequests {
    private static final Logger LOG = LoggerFactory.getLogger(AvaticaRequests.class);
    private static final String EXECUTE = "ExecuteRequest";
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES).enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private final SqlEngine engine;
    private final AvaticaConnections connections;
    private final String version;

    /** How a request is written, and its answer. */
    public enum Serialization {
        JSON,
        PROTOBUF
    }

    /** An answer's bytes, and the status of HTTP that clients expect with it. */
    public record Answer(int status, byte[] bytes) {}

    public AvaticaRequests(SqlEngine engine, AvaticaConnections connections, String version) {
        this.engine = engine;
        this.connections = connections;
        this.version = version;
    }

    /** Blocks until it is answered; {@code canceller} gets, at once, what ends the request early. */
    public Answer answer(byte[] request, Serialization serialization, Caller caller, Consumer<Consumer<MillraceException>> canceller) {
        AvaticaMeta meta = new AvaticaMeta(engine, connections, caller, version, serialization == Serialization.PROTOBUF);
        canceller.accept(meta::cancel);
        LocalService service = new LocalService(meta, NoopMetricsSystem.getInstance());
        return switch (serialization) {
            case PROTOBUF -> protobuf(request, service);
            case JSON -> json(request, service);
        };
    }

    private static Answer protobuf(byte[] request, LocalService service) {
        ProtobufHandler handler = new ProtobufHandler(service, new ProtobufTranslationImpl(), NoopMetricsSystem.getInstance());
        HandlerResponse<byte[]> response;
        try {
            response = handler.apply(withoutSignature(request));
        } catch (InvalidProtocolBufferException e) {
            response = handler.badRequestErrorResponse(malformed("the request is no message of Avatica's", e));
        } catch (RuntimeException | Error e) {
            response = handler.convertToErrorResponse(defect(e));
        }
        return new Answer(response.getStatusCode(), response.getResponse());
    }

    /** Clients send back what a prepared statement looks like, with the names of Java classes in it, which would be loaded. The server knows better. */
    private static byte[] withoutSignature(byte[] request) throws InvalidProtocolBufferException {
        WireMessage message = WireMessage.parseFrom(request);
        if (!message.getName().endsWith("$" + EXECUTE) && !message.getName().endsWith("." + EXECUTE)) {
            return request;
        }
        Requests.ExecuteRequest execute = Requests.ExecuteRequest.parseFrom(message.getWrappedMessage());
        Requests.ExecuteRequest bare =
                execute.toBuilder().setStatementHandle(execute.getStatementHandle().toBuilder().clearSignature()).build();
        return message.toBuilder().setWrappedMessage(bare.toByteString()).build().toByteArray();
    }

    private static Answer json(byte[] request, LocalService service) {
        JsonHandler handler = new JsonHandler(service, NoopMetricsSystem.getInstance());
        HandlerResponse<String> response;
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(request)).toString();
            checkClasses(text);
            response = handler.apply(text);
        } catch (CharacterCodingException e) {
            response = handler.badRequestErrorResponse(malformed("the request is not UTF-8", e));
        } catch (IOException e) {
            response = handler.badRequestErrorResponse(malformed("the request is no JSON: " + e.getMessage(), e));
        } catch (MillraceException e) {
            response = handler.badRequestErrorResponse(new AvaticaError(e));
        } catch (RuntimeException | Error e) {
            response = handler.convertToErrorResponse(defect(e));
        }
        return new Answer(response.getStatusCode(), response.getResponse().getBytes(StandardCharsets.UTF_8));
    }

    /** As in the other form, no request may name a class to load; of those that clients send, none does. */
    private static void checkClasses(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("clazz") && parser.nextToken() != JsonToken.VALUE_NULL) {
                    throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a request may name no class");
                }
            }
        }
    }

    private static AvaticaError malformed(String what, Exception cause) {
        return new AvaticaError(new MillraceException(ErrorCode.INVALID_PARAMETER, what, cause));
    }

    private static AvaticaError defect(Throwable cause) {
        LOG.error("a request of Avatica's failed with a defect of ours", cause);
        return new AvaticaError(new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error: " + cause, cause));
    }
}
