package io.millrace.storage.kafka;

import io.millrace.common.connector.RecordFeed;
import io.millrace.common.connector.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of some partitions that is in no group: who has read what, the engine knows. */
final class KafkaFeed implements RecordFeed {
    private static final int POLL_RECORDS_MAX = 20_000;
    private static final Duration POSITION_MAX = Duration.ofSeconds(2);

    private final KafkaOptions options;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> positions;

    KafkaFeed(KafkaOptions options, Map<Integer, Long> from) {
        this.options = options;
        this.positions = new HashMap<>(from);
        try {
            this.consumer = new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw KafkaErrors.translate(options.topic(), e);
        }
        try {
            consumer.assign(from.keySet().stream().map(this::partition).toList());
            from.forEach((partition, offset) -> consumer.seek(partition(partition), offset));
        } catch (KafkaException e) {
            close();
            throw KafkaErrors.translate(options.topic(), e);
        }
    }

    private TopicPartition partition(int partition) {
        return new TopicPartition(options.topic(), partition);
    }

    private Properties properties() {
        Properties properties = options.client();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(POLL_RECORDS_MAX));
        properties.keySet().removeIf(key -> !ConsumerConfig.configNames().contains(key.toString()));
        return properties;
    }

    @Override
    public Polled poll(long waitMillis) {
        try {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(waitMillis));
            List<SourceRecord> records = new ArrayList<>(polled.count());
            for (TopicPartition partition : polled.partitions()) {
                for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                    records.add(sourceRecord(record));
                }
            }
            // A position can lie behind the last record: markers of transactions have offsets too.
            positions.replaceAll((partition, before) -> consumer.position(partition(partition), POSITION_MAX));
            return new Polled(records, Map.copyOf(positions));
        } catch (WakeupException e) {
            return new Polled(List.of(), Map.copyOf(positions));
        } catch (KafkaException e) {
            throw KafkaErrors.translate(options.topic(), e);
        }
    }

    private static SourceRecord sourceRecord(ConsumerRecord<byte[], byte[]> record) {
        List<SourceRecord.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new SourceRecord.Header(header.key(), header.value()));
        }
        return new SourceRecord(record.partition(), record.offset(), record.timestamp(), record.key(), record.value(), headers);
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
