package io.millrace.storage.kafka;

import io.millrace.common.connector.ExternalLog;
import io.millrace.common.connector.RecordFeed;
import io.millrace.common.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A topic. What transactions have not committed is not there. */
final class KafkaLog implements ExternalLog {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final KafkaOptions options;
    private Admin admin;
    private boolean closed;

    KafkaLog(KafkaOptions options) {
        this.options = options;
    }

    private synchronized Admin admin() {
        if (admin == null && !closed) {
            try {
                java.util.Properties properties = options.client();
                properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(TIMEOUT_MILLIS));
                properties.keySet().removeIf(key -> !AdminClientConfig.configNames().contains(key.toString()));
                admin = Admin.create(properties);
            } catch (KafkaException e) {
                throw KafkaErrors.translate(options.topic(), e);
            }
        }
        return admin;
    }

    @Override
    public Description describe() {
        TopicDescription topic = KafkaErrors.await(options.topic(),
                admin().describeTopics(List.of(options.topic()), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                        .topicNameValues().get(options.topic()));
        return new Description(topic.partitions().size(), Optional.of(topic.topicId().toString()));
    }

    @Override
    public List<Long> earliest(int partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    @Override
    public List<Long> latest(int partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    @Override
    public List<Long> atTime(int partitions, long epochMillis) {
        List<Long> found = new ArrayList<>(offsets(partitions, OffsetSpec.forTimestamp(epochMillis)));
        if (found.contains(-1L)) {
            List<Long> ends = latest(partitions);
            for (int p = 0; p < partitions; p++) {
                found.set(p, found.get(p) < 0 ? ends.get(p) : found.get(p));
            }
        }
        return found;
    }

    private List<Long> offsets(int partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            asked.put(new TopicPartition(options.topic(), p), which);
        }
        Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> answer = KafkaErrors.await(options.topic(),
                admin().listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MILLIS)).all());
        List<Long> offsets = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            offsets.add(answer.get(new TopicPartition(options.topic(), p)).offset());
        }
        return offsets;
    }

    /** @throws MillraceException as {@link ExternalLog} says */
    @Override
    public RecordFeed open(Map<Integer, Long> from) {
        return new KafkaFeed(options, from);
    }

    @Override
    public void close() {
        Admin open;
        synchronized (this) {
            closed = true;
            open = admin;
            admin = null;
        }
        if (open != null) {
            open.close(CLOSE_MAX);
        }
    }
}
