package io.millrace.storage.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a topic to topics through a server that is killed again and again under load, and a broker that goes away once: a reader of what is committed sees
 * every row once, and the changes of a key in their order.
 */
final class ExactlyOnceTest {
    private static final int KEYS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void threeKillsAndABrokersRestart() throws Exception {
        run("few", 3, 11);
    }

    @Test
    @Tag("long")
    void manyKills() throws Exception {
        run("many", 60, 12);
    }

    private void run(String name, int kills, long seed) throws Exception {
        KafkaBroker broker = KafkaBroker.shared();
        SplittableRandom random = new SplittableRandom(seed);
        String in = name + "-in";
        String passed = name + "-passed";
        String counts = name + "-counts";
        broker.create(in, 2);
        broker.create(passed, 2);
        broker.create(counts, 1);
        AtomicLong sent = new AtomicLong();
        AtomicBoolean enough = new AtomicBoolean();
        Thread producer = Thread.ofPlatform().name("producer").start(() -> {
            while (!enough.get()) {
                for (int i = 0; i < 20; i++) {
                    long id = sent.getAndIncrement();
                    broker.send(new ProducerRecord<>(in, (int) (id % KEYS % 2), null,
                            ("{\"id\": " + id + ", \"k\": " + id % KEYS + "}").getBytes(StandardCharsets.UTF_8)));
                }
                LockSupport.parkNanos(10_000_000L);
            }
        });
        for (int life = 0; life < kills; life++) {
            try (EngineProcess server = EngineProcess.start(directory)) {
                if (life == 0) {
                    define(server, broker, in, passed, counts);
                }
                LockSupport.parkNanos(random.nextLong(50_000_000L, 3_000_000_000L));
                if (life == 1) {
                    broker.stop();
                    broker.start();
                    LockSupport.parkNanos(random.nextLong(50_000_000L, 3_000_000_000L));
                }
                server.kill();
            }
        }
        enough.set(true);
        producer.join();
        broker.flush();
        try (EngineProcess server = EngineProcess.start(directory)) {
            long rows = sent.get();
            long expected = rows - (rows + 6) / 7;
            EngineServer.await(List.of(Long.toString(rows)), () -> server.sql("SELECT count(*) FROM input"), "input");
            try {
                EngineServer.await(List.of(Long.toString(expected)), () -> List.of(Long.toString(broker.read(passed).size())),
                        "rows in the sink");
            } catch (AssertionError e) {
                throw new AssertionError(String.join("\n", server.sql("SELECT * FROM sys.jobs")), e);
            }
            checkPassed(broker.read(passed), rows);
            List<String> batch = server.sql("SELECT k, count(*) AS n, sum(id) AS total FROM input GROUP BY k ORDER BY k");
            EngineServer.await(batch, () -> replayed(broker.values(counts)), "counts");
        }
    }

    private static void define(EngineProcess server, KafkaBroker broker, String in, String passed, String counts) throws Exception {
        String servers = "properties.bootstrap.servers = '" + broker.servers() + "'";
        server.sql("CREATE STREAM input (id BIGINT, k INTEGER) WITH (connector = 'kafka', topic = '" + in + "', " + servers + ")");
        server.sql("CREATE SINK passed INTO kafka WITH (topic = '" + passed + "', " + servers
                + ", key.fields = 'k', guarantee = 'exactly-once') AS SELECT id, k FROM input WHERE id % 7 <> 0");
        server.sql("CREATE SINK counts INTO kafka WITH (topic = '" + counts + "', " + servers
                + ", format = 'debezium-json', guarantee = 'exactly-once') AS SELECT k, count(*) AS n, sum(id) AS total FROM input GROUP BY k");
    }

    /** Of each key exactly the ids that were sent, in their order. */
    private static void checkPassed(List<ConsumerRecord<byte[], byte[]>> records, long rows) throws Exception {
        Map<Long, List<Long>> found = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            JsonNode row = JSON.readTree(record.value());
            found.computeIfAbsent(row.get("k").longValue(), k -> new ArrayList<>()).add(row.get("id").longValue());
        }
        Map<Long, List<Long>> expected = new TreeMap<>();
        for (long id = 0; id < rows; id++) {
            if (id % 7 != 0) {
                expected.computeIfAbsent(id % KEYS, k -> new ArrayList<>()).add(id);
            }
        }
        assertEquals(expected, found);
    }

    /** Applies the changes one after the other; each must take back what is there. */
    private static List<String> replayed(List<String> changes) throws java.io.IOException {
        Map<Long, JsonNode> rows = new TreeMap<>();
        for (String change : changes) {
            JsonNode parsed = JSON.readTree(change);
            JsonNode before = parsed.get("before");
            JsonNode after = parsed.get("after");
            if (!before.isNull()) {
                assertEquals(rows.remove(before.get("k").longValue()), before, change);
            }
            if (!after.isNull()) {
                assertEquals(null, rows.put(after.get("k").longValue(), after), change);
            }
        }
        return rows.values().stream().map(row -> row.get("k") + "," + row.get("n") + "," + row.get("total")).toList();
    }
}
