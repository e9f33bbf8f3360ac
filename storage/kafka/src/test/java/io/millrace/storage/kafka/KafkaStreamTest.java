package io.millrace.storage.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics as streams, through a whole server and a real broker. */
final class KafkaStreamTest {
    private static KafkaBroker broker;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.shared();
    }

    private static String with(String topic, String more) {
        return " WITH (connector = 'kafka', topic = '" + topic + "', properties.bootstrap.servers = '" + broker.servers() + "'" + more
                + ")";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aTopicIsReadAsItIsAndFollowed() throws Exception {
        broker.create("orders", 2);
        broker.send("orders", 0, "{\"id\": 1, \"who\": {\"name\": \"张三\", \"tags\": [\"a\", \"b\"]}, \"m\": {\"x\": 1.5}}", "{\"id\": 2}");
        broker.send("orders", 1, "{\"id\": 3, \"who\": null, \"extra\": [1, {}]}");
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM orders (id BIGINT, who ROW(name VARCHAR, tags VARCHAR ARRAY), m MAP<VARCHAR, DOUBLE>, "
                    + "p INTEGER METADATA FROM 'partition', o BIGINT METADATA FROM 'offset')" + with("orders", ""));
            assertEquals(
                    List.of("1,张三,b,1.5,0,0", "2,,,,0,1", "3,,,,1,0"),
                    server.sql("SELECT id, orders.who.name, orders.who.tags[2], m['x'], p, o FROM orders ORDER BY id"));
            server.sql("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n, sum(id) AS total FROM orders");
            assertEquals(List.of("3,6"), server.sql("SELECT * FROM v"));
            broker.send("orders", 1, "{\"id\": 10}");
            server.await(List.of("4,16"), "SELECT * FROM v");
            assertEquals(List.of("10"), server.sql("SELECT id FROM orders WHERE p = 1 AND o = 1"));
            assertEquals(List.of(), server.sql("VERIFY VIEW v"));
        }
        broker.send("orders", 0, "{\"id\": 100}");
        try (EngineServer server = new EngineServer(directory)) {
            server.await(List.of("5,116"), "SELECT * FROM v");
            assertEquals(List.of(), server.sql("VERIFY VIEW v"));
        }
    }

    @Test
    void keysHeadersAndTimesAreColumns() throws Exception {
        broker.create("meta", 1);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("meta", 0, 1_700_000_000_123L, bytes("k1"), bytes("{\"v\": 1}"));
        record.headers().add(new RecordHeader("trace", bytes("t-1")));
        broker.send(record);
        broker.flush();
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM meta (k VARCHAR, v INTEGER, at TIMESTAMP METADATA FROM 'timestamp', "
                    + "h MAP<VARCHAR, VARCHAR> METADATA FROM 'headers', raw_key VARCHAR METADATA FROM 'key')"
                    + with("meta", ", key.fields = 'k', key.format = 'raw'"));
            assertEquals(List.of("k1,1,2023-11-14 22:13:20.123,t-1,k1"), server.sql("SELECT k, v, at, h['trace'], raw_key FROM meta"));
            String made = server.sql("SHOW CREATE STREAM meta").toString();
            assertTrue(made.contains("METADATA FROM 'timestamp'") && !made.contains("begin."), made);
        }
    }

    @Test
    void aStreamBeginsWhereItIsTold() throws Exception {
        broker.create("starts", 1);
        broker.send("starts", 0, "a", "b", "c");
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM earliest (line VARCHAR)" + with("starts", ", format = 'raw'"));
            server.sql("CREATE STREAM latest (line VARCHAR)" + with("starts", ", format = 'raw', scan.startup.mode = 'latest'"));
            server.sql("CREATE STREAM second (line VARCHAR)"
                    + with("starts", ", format = 'raw', scan.startup.mode = 'specific-offsets', "
                            + "scan.startup.specific-offsets = 'partition:0,offset:1'"));
            server.sql("CREATE STREAM later (line VARCHAR)" + with("starts",
                    ", format = 'raw', scan.startup.mode = 'timestamp', scan.startup.timestamp-millis = '4102444800000'"));
            server.sql("CREATE MATERIALIZED VIEW v AS SELECT line FROM second");
            broker.send("starts", 0, "d");
            assertEquals(List.of("a", "b", "c", "d"), server.sql("SELECT line FROM earliest ORDER BY line"));
            assertEquals(List.of("d"), server.sql("SELECT line FROM latest"));
            assertEquals(List.of("b", "c", "d"), server.sql("SELECT line FROM second ORDER BY line"));
            assertEquals(List.of("d"), server.sql("SELECT line FROM later"));
            server.await(List.of("b", "c", "d"), "SELECT line FROM v ORDER BY line");
            assertEquals(List.of(), server.sql("VERIFY VIEW v"));
        }
    }

    @Test
    void recordsThatAreNoRowsFailPassOrAreKeptAside() throws Exception {
        broker.create("bad", 1);
        broker.send("bad", 0, "{\"id\": 1}", "{\"id\": \"x\"}", "no json", "{\"id\": 4}");
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM bad (id INTEGER)" + with("bad", ""));
            String error = server.error("SELECT sum(id) FROM bad");
            assertTrue(error.contains("partition 0, offset 1") && error.contains("MALFORMED_INPUT"), error);
            server.sql("CREATE STREAM lenient (id INTEGER)" + with("bad", ", on_malformed = 'skip'"));
            assertEquals(List.of("1", "4"), server.sql("SELECT * FROM lenient ORDER BY id"));
            server.sql("CREATE MATERIALIZED VIEW strict AS SELECT id FROM bad");
            error = server.error("SELECT * FROM strict");
            assertTrue(error.contains("partition 0, offset 1"), error);
            server.sql("CREATE MATERIALIZED VIEW aside AS SELECT id FROM bad ON ERROR SKIP INTO rejected");
            assertEquals(List.of("1", "4"), server.sql("SELECT * FROM aside ORDER BY id"));
            broker.send("bad", 0, "{\"id\": 5", "{\"id\": 6}");
            server.await(List.of("1", "4", "6"), "SELECT * FROM aside ORDER BY id");
            assertEquals(
                    List.of("MALFORMED_INPUT,1, x", "MALFORMED_INPUT,2,no json", "MALFORMED_INPUT,4,5"),
                    server.sql(
                            "SELECT error_code, source_offset, regexp_replace(CAST(row_data AS VARCHAR), '[{}\":\\\\]|id| (?=[0-9x])', '', 'g') "
                                    + "FROM rejected ORDER BY source_offset")
                            .stream().map(line -> line.replace("\"", "")).toList());
        }
    }

    @Test
    void partitionsThatComeLaterAreRead() throws Exception {
        broker.create("growing", 1);
        broker.send("growing", 0, "{\"id\": 1, \"at\": \"2026-01-01 00:00:01\"}");
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM growing (id INTEGER, at TIMESTAMP, p INTEGER METADATA FROM 'partition', "
                    + "WATERMARK FOR at AS at - INTERVAL '1' SECOND)" + with("growing", ""));
            server.sql("CREATE MATERIALIZED VIEW w AS SELECT window_start, count(*) AS n "
                    + "FROM TABLE(TUMBLE(TABLE growing, DESCRIPTOR(at), INTERVAL '10' SECOND)) GROUP BY window_start, window_end");
            server.await(List.of("1"), "SELECT n FROM w");
            broker.grow("growing", 3);
            broker.send("growing", 2, "{\"id\": 2, \"at\": \"2026-01-01 00:00:02\"}");
            server.await(List.of("2"), "SELECT n FROM w");
            assertEquals(List.of("0", "2"), server.sql("SELECT p FROM growing ORDER BY p"));
            assertEquals(List.of(), server.sql("VERIFY VIEW w"));
        }
        try (EngineServer server = new EngineServer(directory)) {
            broker.send("growing", 1, "{\"id\": 3, \"at\": \"2026-01-01 00:00:03\"}");
            server.await(List.of("3"), "SELECT n FROM w");
            assertEquals(List.of(), server.sql("VERIFY VIEW w"));
        }
    }

    @Test
    void changesOfATableComeByKey() throws Exception {
        broker.create("cdc", 1);
        broker.send("cdc", 0,
                "{\"before\": null, \"after\": {\"id\": 1, \"name\": \"zhangsan\"}, \"op\": \"c\"}",
                "{\"payload\": {\"before\": null, \"after\": {\"id\": 2, \"name\": \"li\"}, \"op\": \"r\"}}",
                "{\"before\": {\"id\": 1, \"name\": \"zhangsan\"}, \"after\": {\"id\": 1, \"name\": \"lisi\"}, \"op\": \"u\"}");
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM cdc (id INTEGER PRIMARY KEY, name VARCHAR)" + with("cdc", ", format = 'debezium-json'"));
            server.sql("CREATE MATERIALIZED VIEW c AS SELECT count(*) AS n, min(name) AS least FROM cdc");
            assertEquals(List.of("1,lisi", "2,li"), server.sql("SELECT * FROM cdc ORDER BY id"));
            assertEquals(List.of("2,li"), server.sql("SELECT * FROM c"));
            broker.send("cdc", 0, "{\"before\": {\"id\": 2}, \"after\": null, \"op\": \"d\"}");
            server.await(List.of("1,lisi"), "SELECT * FROM c");
            assertEquals(List.of("1,lisi"), server.sql("SELECT * FROM cdc"));
            broker.send("cdc", 0, "{\"after\": {\"id\": 2, \"name\": \"wang\"}, \"op\": \"c\"}");
            server.await(List.of("2,lisi"), "SELECT * FROM c");
            assertEquals(List.of(), server.sql("VERIFY VIEW c"));
        }
    }

    @Test
    void linesOfCsv() throws Exception {
        broker.create("csv", 1);
        broker.send("csv", 0, "1,\"a, \"\"b\"\"\",2026-01-02", "2,,", "3;x");
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM csv (id INTEGER, t VARCHAR, d DATE)" + with("csv", ", format = 'csv', on_malformed = 'skip'"));
            assertEquals(List.of("1,\"a, \"\"b\"\"\",2026-01-02", "2,,"), server.sql("SELECT * FROM csv ORDER BY id"));
        }
    }

    @Test
    void whatCannotBeIsSaid() throws Exception {
        broker.create("plain", 1);
        try (EngineServer server = new EngineServer(directory)) {
            assertTrue(server.error("CREATE STREAM s (a INTEGER)" + with("nowhere", "")).contains("Kafka has no topic 'nowhere'"));
            assertTrue(server.error("CREATE STREAM s (a INTEGER)" + with("plain", ", fromat = 'json'")).contains("fromat"));
            assertTrue(server.error("CREATE STREAM s (a INTEGER METADATA FROM 'colour')" + with("plain", "")).contains("colour"));
            assertTrue(server.error("CREATE STREAM s (a INTEGER, b INTEGER)" + with("plain", ", format = 'raw'"))
                    .contains("fills one column"));
            assertTrue(server.error("CREATE STREAM s (a INTEGER) WITH (connector = 'nonsense')").contains("'nonsense' is not there"));
            server.sql("CREATE STREAM s (a INTEGER)" + with("plain", ""));
            assertTrue(server.error("INSERT INTO s VALUES (1)").contains("takes no rows"));
            String secret = server.error("CREATE STREAM t (a INTEGER)"
                    + with("plain", ", properties.sasl.jaas.config = 'hunter2', properties.sasl.mechanism = 'PLAIN', "
                            + "properties.security.protocol = 'SASL_PLAINTEXT'"));
            assertTrue(!secret.contains("hunter2"), secret);
        }
    }

    /** Every block of SQL in docs/connectors.md, in order, over topics of this test's own. */
    @Test
    void theExamplesOfTheDocsRun() throws Exception {
        broker.create("docs-orders", 2);
        broker.create("docs-spent", 1);
        broker.send("docs-orders", 0, "{\"id\": 1, \"customer\": \"ann\", \"amount\": 12.50, \"at\": \"2024-03-01 10:00:00\"}");
        Matcher blocks = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("../../docs/connectors.md")));
        try (EngineServer server = new EngineServer(directory)) {
            while (blocks.find()) {
                String block = blocks.group(1).replace("localhost:9092", broker.servers())
                        .replace("topic = 'orders'", "topic = 'docs-orders'").replace("topic = 'spent'", "topic = 'docs-spent'");
                int sink = block.indexOf("SHOW SINKS");
                server.sql(sink < 0 ? block : block.substring(0, sink));
                if (sink >= 0) {
                    EngineServer.await(List.of("{\"customer\":\"ann\",\"amount\":12.50}"), () -> broker.values("docs-spent"), "docs-spent");
                    server.sql(block.substring(sink));
                }
            }
            assertEquals(List.of("ann,12.50"), server.sql("SELECT * FROM spent"));
        }
    }
}
