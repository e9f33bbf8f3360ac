package io.millrace.storage.kafka;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What Kafka's errors are to users. Messages name the topic and never a property. */
final class KafkaErrors {
    private static final long WAIT_SECONDS_MAX = 20;

    private KafkaErrors() {}

    static MillraceException translate(String topic, Throwable thrown) {
        Throwable cause = thrown instanceof ExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return switch (cause) {
            case MillraceException known -> known;
            case UnknownTopicOrPartitionException e -> undefined(topic, e);
            case UnknownTopicIdException e -> undefined(topic, e);
            case InvalidTopicException e -> undefined(topic, e);
            case InvalidOffsetException e -> expired(topic, e);
            case OffsetOutOfRangeException e -> expired(topic, e);
            case AuthorizationException e ->
                    new MillraceException(ErrorCode.PERMISSION_DENIED, "Kafka refuses topic '" + topic + "': " + e.getMessage(), e);
            case AuthenticationException e ->
                    new MillraceException(ErrorCode.PERMISSION_DENIED, "Kafka refuses the login: " + e.getMessage(), e);
            case ConfigException e -> new MillraceException(ErrorCode.INVALID_PARAMETER, "Kafka's client cannot be made: " + named(e), e);
            case TimeoutException e -> away(topic, e);
            case RetriableException e -> away(topic, e);
            case KafkaException e when e.getCause() instanceof KafkaException inner -> translate(topic, inner);
            case KafkaException e -> new MillraceException(ErrorCode.IO_ERROR, "Kafka, topic '" + topic + "': " + e.getMessage(), e);
            default -> new MillraceException(ErrorCode.INTERNAL_ERROR, "Kafka, topic '" + topic + "': " + cause, cause);
        };
    }

    /** The message of such an error may hold the value, which may be a password. */
    private static String named(ConfigException e) {
        String message = String.valueOf(e.getMessage());
        int colon = message.indexOf(':');
        return message.contains("password") || message.contains("jaas") ? "a login's configuration is wrong"
                : colon > 0 && !message.contains("bootstrap") ? message.substring(0, colon) : message;
    }

    private static MillraceException undefined(String topic, Throwable cause) {
        return new MillraceException(ErrorCode.UNDEFINED_OBJECT, "Kafka has no topic '" + topic + "'", cause);
    }

    private static MillraceException expired(String topic, Throwable cause) {
        return new MillraceException(ErrorCode.SUBSCRIPTION_EXPIRED,
                "topic '" + topic + "': records are no longer kept that are to be read: " + cause.getMessage(), cause);
    }

    private static MillraceException away(String topic, Throwable cause) {
        return new MillraceException(ErrorCode.CONNECTION_FAILURE, "Kafka does not answer, topic '" + topic + "': " + cause.getMessage(),
                cause);
    }

    /** What a request gives; waits as long as the client was told to, and not for ever. */
    static <T> T await(String topic, Future<T> request) {
        try {
            return request.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw translate(topic, e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw away(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted while waiting for Kafka", e);
        }
    }
}
