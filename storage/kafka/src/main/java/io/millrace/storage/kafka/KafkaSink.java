package io.millrace.storage.kafka;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.connector.ExternalSink;
import io.millrace.common.connector.SinkDefinition;
import io.millrace.common.connector.SinkKind;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.format.DebeziumRows;
import io.millrace.storage.format.RowFormat;
import io.millrace.storage.sink.KeyedChanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes into a topic. Where it is transactional, a transaction covers the ticks since the last commit and commits the newest of them with the records, as
 * the offset of a consumer group that has no other use: who comes after reads it, and goes on behind it. (A client cannot take up another's prepared
 * transaction: what was not committed is aborted.)
 */
final class KafkaSink implements ExternalSink {
    private static final int TIMEOUT_MILLIS = 10_000;
    /** What brokers allow unless told otherwise: a query's first contents are one transaction, however long they take. */
    private static final String TRANSACTION_MILLIS = "900000";
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final KafkaSinkOptions options;
    private final String topic;
    private final String owner;
    private final RowFormat values;
    private final RowFormat keys;
    private final DebeziumRows changes;
    private final KeyedChanges keyed;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private KafkaProducer<byte[], byte[]> producer;
    private boolean writing;

    KafkaSink(SinkDefinition sink, KafkaSinkOptions options) {
        this.options = options;
        this.topic = options.kafka().topic();
        this.owner = "millrace-sink-" + sink.id();
        this.values = options.changelog() ? null : options.values(sink);
        this.keys = options.keys(sink);
        this.changes = options.changelog() ? new DebeziumRows(sink.schema().fields()) : null;
        this.keyed = sink.appendOnly() || options.keyColumns().isEmpty() ? null : new KeyedChanges(options.keyColumns(), sink.name());
    }

    private boolean transactional() {
        return options.kind() == SinkKind.TRANSACTIONAL;
    }

    @Override
    public OptionalLong recover() {
        try (Admin admin = Admin.create(adminProperties())) {
            // A producer would make the topic, or wait for it for ever.
            KafkaErrors.await(topic,
                    admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS)).allTopicNames());
            producer = new KafkaProducer<>(producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
            if (!transactional()) {
                return OptionalLong.empty();
            }
            producer.initTransactions();
            Map<TopicPartition, OffsetAndMetadata> offsets = KafkaErrors.await(topic, admin
                    .listConsumerGroupOffsets(owner, new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(TIMEOUT_MILLIS))
                    .partitionsToOffsetAndMetadata());
            OffsetAndMetadata committed = offsets.get(progress());
            return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
        } catch (KafkaException e) {
            throw KafkaErrors.translate(topic, e);
        }
    }

    private TopicPartition progress() {
        return new TopicPartition(topic, 0);
    }

    private Properties adminProperties() {
        Properties properties = options.kafka().client();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(TIMEOUT_MILLIS));
        properties.keySet().removeIf(key -> !AdminClientConfig.configNames().contains(key.toString()));
        return properties;
    }

    private Properties producerProperties() {
        Properties properties = options.kafka().client();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.toString(TIMEOUT_MILLIS));
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        if (transactional()) {
            properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, owner);
            properties.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        }
        properties.keySet().removeIf(key -> !ProducerConfig.configNames().contains(key.toString()));
        return properties;
    }

    @Override
    public void write(List<Batch> step) {
        try {
            if (keyed != null) {
                keyed.add(step);
            } else if (changes != null) {
                step.forEach(batch -> send(batch, true));
                step.forEach(batch -> send(batch, false));
            } else {
                step.forEach(batch -> send(batch, false));
            }
        } catch (KafkaException e) {
            throw KafkaErrors.translate(topic, e);
        }
    }

    /** Rows that are taken back, or those that come, each as often as it says. */
    private void send(Batch batch, boolean takenBack) {
        for (int i = 0; i < batch.rows(); i++) {
            int position = batch.selection() == null ? i : batch.selection().at(i);
            long weight = KeyedChanges.weightAt(batch, position);
            if (weight == 0 || weight < 0 != takenBack) {
                continue;
            }
            List<Object> row = Values.readRow(batch, position);
            byte[] key = keys == null ? null : keys.write(keyOf(row));
            byte[] value = changes == null ? values.write(row) : takenBack ? changes.write(row, null) : changes.write(null, row);
            for (long n = Math.abs(weight); n > 0; n--) {
                send(key, value);
            }
        }
    }

    private List<Object> keyOf(List<Object> row) {
        List<Object> key = new ArrayList<>();
        options.keyColumns().forEach(column -> key.add(row.get(column)));
        return key;
    }

    /** How it went is told to the callback; {@link #commit} waits for all. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(byte[] key, byte[] value) {
        if (failure.get() != null) {
            throw KafkaErrors.translate(topic, failure.get());
        }
        if (transactional() && !writing) {
            producer.beginTransaction();
        }
        writing = true;
        producer.send(new ProducerRecord<>(topic, key, value), (metadata, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, thrown);
            }
        });
    }

    private void sendKeyed() {
        for (KeyedChanges.Change change : keyed.take()) {
            byte[] key = keys.write(change.key());
            if (changes == null) {
                send(key, change.after() == null ? null : values.write(change.after()));
            } else if (change.before() != null || change.after() != null) {
                send(key, changes.write(change.before(), change.after()));
            }
        }
    }

    @Override
    public void commit(long tick) {
        try {
            if (keyed != null) {
                sendKeyed();
            }
            if (!writing) {
                return;
            }
            if (transactional()) {
                producer.sendOffsetsToTransaction(Map.of(progress(), new OffsetAndMetadata(tick, "tick " + tick)),
                        new ConsumerGroupMetadata(owner));
                producer.commitTransaction();
            } else {
                producer.flush();
            }
            if (failure.get() != null) {
                throw KafkaErrors.translate(topic, failure.get());
            }
            writing = false;
        } catch (KafkaException e) {
            throw KafkaErrors.translate(topic, e);
        }
    }

    /** @throws MillraceException never: what is left is aborted by who comes after */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_MAX);
        }
    }
}
