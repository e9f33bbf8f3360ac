package io.millrace.storage.kafka;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.external.ExternalOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where a topic is, of {@code WITH (topic = 't', 'properties.bootstrap.servers' = 'host:9092', …)}. All options that begin with {@code properties.} are given
 * to Kafka's client as they are.
 */
record KafkaOptions(String topic, Map<String, String> properties) {
    private static final String PROPERTIES = "properties.";
    private static final String SERVERS = "bootstrap.servers";
    static final Set<String> COMMON = Set.of("connector", "topic", SERVERS);
    private static final Set<String> SOURCE = Set.of("scan.startup.mode", "scan.startup.timestamp-millis", "scan.startup.specific-offsets");
    /** What the engine decides. */
    private static final Set<String> OURS = Set.of("enable.auto.commit", "auto.offset.reset", "key.deserializer", "value.deserializer",
            "key.serializer", "value.serializer", "transactional.id", "enable.idempotence", "group.id", "client.id");

    KafkaOptions {
        properties = Map.copyOf(properties);
    }

    static KafkaOptions ofSource(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!COMMON.contains(option) && !SOURCE.contains(option) && !option.startsWith(PROPERTIES)
                    && !ExternalOptions.isKnown(option)) {
                Set<String> known = new TreeSet<>(SOURCE);
                known.addAll(COMMON);
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "a stream of Kafka has no option " + option + ", expected one of " + String.join(", ", known)
                                + ", properties.*, or one of a format");
            }
        }
        return of(options);
    }

    /** Of options that are known to be. */
    static KafkaOptions of(Map<String, String> options) {
        Map<String, String> properties = new HashMap<>();
        options.forEach((option, value) -> {
            if (option.startsWith(PROPERTIES)) {
                properties.put(option.substring(PROPERTIES.length()), value);
            }
        });
        if (options.containsKey(SERVERS)) {
            properties.put(SERVERS, options.get(SERVERS));
        }
        for (String property : properties.keySet()) {
            if (OURS.contains(property) && !property.equals("group.id") && !property.equals("client.id")) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "property " + property + " of Kafka's client is the engine's to set");
            }
        }
        properties.keySet().removeAll(OURS);
        return new KafkaOptions(required(options.get("topic"), "topic"), requireServers(properties));
    }

    private static Map<String, String> requireServers(Map<String, String> properties) {
        required(properties.get(SERVERS), PROPERTIES + SERVERS);
        return properties;
    }

    private static String required(String value, String option) {
        if (value == null || value.isBlank()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "connector kafka needs option " + option);
        }
        return value.strip();
    }

    /** Of a client that gives up early: who waits for an answer is told so. */
    Properties client() {
        Properties all = new Properties();
        all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        all.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        all.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "3000");
        all.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, "30000");
        all.putAll(properties);
        return all;
    }
}
