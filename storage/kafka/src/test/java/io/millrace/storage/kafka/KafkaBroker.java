package io.millrace.storage.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker in this process (KRaft: broker and controller in one), over one directory and on ports that stay the same over restarts. */
final class KafkaBroker implements AutoCloseable {
    private static KafkaBroker shared;

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private KafkaRaftServer server;
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;

    private KafkaBroker(Path directory) throws Exception {
        this.directory = directory;
        this.port = freePort();
        this.controllerPort = freePort();
        Formatter formatter = new Formatter();
        formatter.setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        formatter.run();
        start();
    }

    /** One for all tests of the process. */
    static synchronized KafkaBroker shared() throws Exception {
        if (shared == null) {
            shared = start(Files.createTempDirectory("kafka-broker"));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop-kafka").unstarted(shared::close));
        }
        return shared;
    }

    static KafkaBroker start(Path directory) throws Exception {
        return new KafkaBroker(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** After {@link #stop}. */
    void start() {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@localhost:" + controllerPort);
        properties.put("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://localhost:" + port);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", directory.toString());
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("auto.create.topics.enable", "false");
        server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
    }

    /** The broker goes away; its topics stay. */
    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    String servers() {
        return "localhost:" + port;
    }

    private Map<String, Object> client() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers());
        return properties;
    }

    private Admin admin() {
        if (admin == null) {
            admin = Admin.create(client());
        }
        return admin;
    }

    void create(String topic, int partitions) throws ExecutionException, InterruptedException {
        admin().createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }

    void grow(String topic, int partitions) throws ExecutionException, InterruptedException {
        admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    }

    void delete(String topic) throws ExecutionException, InterruptedException {
        admin().deleteTopics(List.of(topic)).all().get();
    }

    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    /** On its way; {@link #flush} waits for it. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void send(ProducerRecord<byte[], byte[]> record) {
        producer().send(record);
    }

    /** Values without keys into one partition, acknowledged. */
    void send(String topic, int partition, String... values) {
        for (String value : values) {
            send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
        }
        flush();
    }

    void flush() {
        producer().flush();
    }

    /** All that a reader sees who reads only what is committed, in the order of each partition, partition after partition. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> properties = client();
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition())).toList();
            for (TopicPartition partition : partitions) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                while (consumer.position(partition) < end) {
                    consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                }
            }
        }
        return records;
    }

    /** The values of {@link #read} as texts. */
    List<String> values(String topic) {
        return read(topic).stream().map(record -> text(record.value())).toList();
    }

    static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        stop();
    }
}
