package io.millrace.storage.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries' changes in topics, through a whole server and a real broker; what a reader sees who reads only what is committed. */
final class KafkaSinkTest {
    private static KafkaBroker broker;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.shared();
    }

    private static String with(String topic, String more) {
        return " WITH (topic = '" + topic + "', properties.bootstrap.servers = '" + broker.servers() + "'" + more + ") ";
    }

    private static void awaitValues(List<String> expected, String topic) throws Exception {
        EngineServer.await(expected, () -> broker.values(topic), topic);
    }

    private static List<String> keysAndValues(String topic) {
        List<String> all = new ArrayList<>();
        broker.read(topic).forEach(record -> all.add(KafkaBroker.text(record.key()) + " " + KafkaBroker.text(record.value())));
        return all;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void shoppersByGenderPerSecond() throws Exception {
        broker.create("sex", 1);
        broker.create("result", 1);
        broker.send("sex", 0,
                "328862,323294,833,2882,2661,08,29,0,0,1,内蒙古", "328862,844400,1271,2882,2661,08,29,0,1,1,山西",
                "328862,575153,1271,2882,2661,08,29,0,2,1,山西", "328862,996875,1271,2882,2661,08,29,0,1,1,内蒙古",
                "328862,1086186,1271,1253,1049,08,29,0,0,2,浙江", "328862,623866,1271,2882,2661,08,29,0,0,2,黑龙江",
                "328862,542871,1467,2882,2661,08,29,0,5,2,四川", "328862,536347,1095,883,1647,08,29,0,7,1,吉林");
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM sex (user_id BIGINT, item_id BIGINT, cat_id BIGINT, merchant_id BIGINT, brand_id BIGINT, "
                    + "\"month\" VARCHAR, \"day\" VARCHAR, action INTEGER, age_range INTEGER, gender INTEGER, province VARCHAR, "
                    + "at TIMESTAMP METADATA FROM 'timestamp', WATERMARK FOR at AS at - INTERVAL '1' SECOND)"
                    + " WITH (connector = 'kafka', topic = 'sex', properties.bootstrap.servers = '" + broker.servers()
                    + "', format = 'csv', watermark.idle_timeout = '2 seconds')");
            server.sql("CREATE SINK by_gender INTO kafka" + with("result", ", format = 'raw'")
                    + "AS SELECT '[{\"' || CAST(gender AS VARCHAR) || '\":\"' || CAST(count(*) AS VARCHAR) || '\"}]' AS message "
                    + "FROM TABLE(TUMBLE(TABLE sex, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, gender "
                    + "EMIT ON WINDOW CLOSE");
            // The eight may lie on both sides of a second.
            EngineServer.await(List.of("5", "3"), () -> List.of(sum("[{\"1\":\"", "result"), sum("[{\"2\":\"", "result")), "shoppers");
            assertEquals(List.of("1,5", "2,3"), server.sql("SELECT gender, count(*) FROM sex GROUP BY gender ORDER BY gender"));
        }
    }

    private static String sum(String prefix, String topic) {
        return Long.toString(broker.values(topic).stream().filter(value -> value.startsWith(prefix))
                .mapToLong(value -> Long.parseLong(value.substring(prefix.length(), value.length() - 3))).sum());
    }

    @Test
    void rowsThatOnlyComeAreWrittenOnce() throws Exception {
        broker.create("appended", 1);
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM s (id INTEGER, t VARCHAR)");
            server.sql("INSERT INTO s VALUES (1, 'a'), (2, NULL)");
            server.sql("CREATE SINK k INTO kafka" + with("appended", "") + "AS SELECT id, t FROM s WHERE id <> 3");
            awaitValues(List.of("{\"id\":1,\"t\":\"a\"}", "{\"id\":2,\"t\":null}"), "appended");
            server.sql("INSERT INTO s VALUES (3, 'c')");
            server.sql("INSERT INTO s VALUES (4, 'd\"')");
            awaitValues(List.of("{\"id\":1,\"t\":\"a\"}", "{\"id\":2,\"t\":null}", "{\"id\":4,\"t\":\"d\\\"\"}"), "appended");
            server.sql("ALTER SINK k PAUSE");
            server.sql("INSERT INTO s VALUES (5, 'e')");
        }
        try (EngineServer server = new EngineServer(directory)) {
            assertEquals(3, broker.values("appended").size());
            server.sql("ALTER SINK k RESUME");
            EngineServer.await(List.of("4"), () -> List.of("" + broker.values("appended").size()), "appended");
            assertTrue(server.sql("SHOW SINKS").toString().contains("k"));
            assertEquals(List.of("SINK"), server.sql("SELECT kind FROM sys.jobs"));
            server.sql("DROP SINK k");
            assertEquals(List.of(), server.sql("SELECT kind FROM sys.jobs"));
            server.sql("INSERT INTO s VALUES (6, 'f')");
            assertEquals(4, broker.values("appended").size());
        }
    }

    @Test
    void rowsThatChangeArePutByKeyAndLeaveByTombstones() throws Exception {
        broker.create("upserted", 1);
        broker.create("changed", 1);
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE TABLE t (id INTEGER PRIMARY KEY, k VARCHAR)");
            server.sql(
                    "CREATE SINK u INTO kafka" + with("upserted", ", key.fields = 'k'") + "AS SELECT k, count(*) AS n FROM t GROUP BY k");
            server.sql("CREATE SINK c INTO kafka" + with("changed", ", format = 'debezium-json'")
                    + "AS SELECT k, count(*) AS n FROM t GROUP BY k");
            server.sql("INSERT INTO t VALUES (1, 'x'), (2, 'x')");
            EngineServer.await(List.of("x {\"k\":\"x\",\"n\":2}"), () -> keysAndValues("upserted"), "upserted");
            awaitValues(List.of("{\"before\":null,\"after\":{\"k\":\"x\",\"n\":2},\"op\":\"c\"}"), "changed");
            server.sql("DELETE FROM t WHERE id = 1");
            EngineServer.await(List.of("x {\"k\":\"x\",\"n\":2}", "x {\"k\":\"x\",\"n\":1}"), () -> keysAndValues("upserted"), "upserted");
            server.sql("DELETE FROM t");
            EngineServer.await(List.of("x {\"k\":\"x\",\"n\":2}", "x {\"k\":\"x\",\"n\":1}", "x null"), () -> keysAndValues("upserted"),
                    "upserted");
            awaitValues(List.of("{\"before\":null,\"after\":{\"k\":\"x\",\"n\":2},\"op\":\"c\"}",
                    "{\"before\":{\"k\":\"x\",\"n\":2},\"after\":null,\"op\":\"d\"}",
                    "{\"before\":null,\"after\":{\"k\":\"x\",\"n\":1},\"op\":\"c\"}",
                    "{\"before\":{\"k\":\"x\",\"n\":1},\"after\":null,\"op\":\"d\"}"), "changed");
        }
    }

    @Test
    void whatIsPromisedIsSaidAndMoreIsRefused() throws Exception {
        broker.create("promised", 1);
        try (EngineServer server = new EngineServer(directory)) {
            server.sql("CREATE STREAM lines (line VARCHAR) WITH (connector = 'tcp', port = '" + freePort() + "')");
            server.sql("CREATE STREAM s (id INTEGER, k INTEGER)");
            String[][] promises = {
                    {"", "SELECT id FROM s", "a transactional sink into kafka from replayable sources is exactly-once"},
                    {", guarantee = 'at-least-once'", "SELECT id FROM s",
                            "a plain sink into kafka from replayable sources is at-least-once"},
                    {", guarantee = 'at-least-once', key.fields = 'k'", "SELECT k, count(*) AS n FROM s GROUP BY k",
                            "an idempotent sink into kafka from replayable sources is exactly-once"},
                    {", guarantee = 'at-most-once'", "SELECT line FROM lines",
                            "a plain sink into kafka from a source that cannot replay is at-most-once"},
            };
            for (String[] promise : promises) {
                assertEquals("Sink: " + promise[2],
                        server.sql("EXPLAIN CREATE SINK k INTO kafka" + with("promised", promise[0]) + "AS " + promise[1]).getFirst()
                                .replace("\"", ""));
            }
            String error = server
                    .error("CREATE SINK k INTO kafka" + with("promised", ", guarantee = 'exactly-once'") + "AS SELECT line FROM lines");
            assertTrue(error.contains("cannot be given") && error.contains("at-most-once"), error);
            error = server.error("CREATE SINK k INTO kafka" + with("promised", "") + "AS SELECT k, count(*) AS n FROM s GROUP BY k");
            assertTrue(error.contains("key.fields"), error);
            error = server.error("CREATE SINK k INTO kafka" + with("promised", ", colour = 'red'") + "AS SELECT id FROM s");
            assertTrue(error.contains("colour"), error);
            error = server.error("CREATE SINK k INTO nonsense" + with("promised", "") + "AS SELECT id FROM s");
            assertTrue(error.contains("'nonsense' is not there"), error);
            server.sql("CREATE SINK k INTO kafka" + with("promised", ", properties.ssl.truststore.password = 'hunter2'")
                    + "AS SELECT id FROM s");
            for (String shown : List.of("SHOW CREATE SINK k", "SHOW SINKS", "SELECT * FROM sys.jobs", "SELECT * FROM sys.objects")) {
                assertTrue(!server.post(shown).body().contains("hunter2"), shown);
            }
        }
    }
}
