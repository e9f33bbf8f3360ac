package io.millrace.frontend.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that users do every day, each from its input to what must come out, over HTTP. Each test has a schema of its own, named as the test. */
class ScenarioTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private String schema;

    @BeforeAll
    static void start() {
        server = new TestServer(directory.resolve("data"), 3);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void useOwnSchema(TestInfo test) throws Exception {
        schema = "public";
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
        sql("CREATE SCHEMA " + name);
        schema = name;
    }

    private String sql(String sql) throws Exception {
        HttpResponse<String> answer = server.sql(sql, "?format=csv&schema=" + schema);
        assertEquals(200, answer.statusCode(), () -> sql + "\n" + answer.body());
        return answer.body();
    }

    /** Follows a view until one of its changes is what is waited for. */
    private void await(String view, Predicate<String> change, Action action) throws Exception {
        HttpRequest live = HttpRequest.newBuilder(server.uri("/v1/live?view=" + schema + "." + view)).build();
        HttpResponse<Stream<String>> events = server.client().send(live, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            action.run();
            Iterator<String> each = lines.iterator();
            while (!change.test(each.next())) {
                // The changes before it.
            }
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static final String SHOPPERS = """
            user_id,item_id,cat_id,merchant_id,brand_id,month,day,action,age_range,gender,province
            328862,323294,833,2882,2661,08,29,0,0,1,内蒙古
            328862,844400,1271,2882,2661,08,29,0,1,1,山西
            328862,575153,1271,2882,2661,08,29,0,2,1,山西
            328862,996875,1271,2882,2661,08,29,0,1,1,内蒙古
            328862,1086186,1271,1253,1049,08,29,0,0,2,浙江
            328862,623866,1271,2882,2661,08,29,0,0,2,黑龙江
            328862,542871,1467,2882,2661,08,29,0,5,2,四川
            328862,536347,1095,883,1647,08,29,0,7,1,吉林
            """;

    @Test
    @Timeout(60)
    void shoppersByGenderPerSecond() throws Exception {
        String columns = "user_id BIGINT, item_id BIGINT, cat_id BIGINT, merchant_id BIGINT, brand_id BIGINT, month VARCHAR, day VARCHAR, "
                + "action INTEGER, age_range INTEGER, gender INTEGER, province VARCHAR";
        sql("CREATE STREAM sex (" + columns + ", at TIMESTAMP DEFAULT TIMESTAMP '2024-08-29 10:00:00.25', "
                + "WATERMARK FOR at AS at - INTERVAL '1' SECOND) WITH ('watermark.idle_timeout' = '500 ms')");
        String counts = "SELECT window_start, gender, count(*) AS n FROM TABLE(TUMBLE(TABLE sex, DESCRIPTOR(at), INTERVAL '1' SECOND)) "
                + "GROUP BY window_start, window_end, gender";
        sql("CREATE MATERIALIZED VIEW open_windows AS " + counts);
        sql("CREATE MATERIALIZED VIEW closed_windows AS " + counts + " EMIT ON WINDOW CLOSE");
        String both = "window_start,gender,n\n2024-08-29 10:00:00,1,5\n2024-08-29 10:00:00,2,3\n";
        // No row follows: that the stream is idle closes the last window.
        await("closed_windows", line -> line.contains("\"watermark\"") && line.contains(",1,5]"), () -> {
            HttpResponse<String> taken = server.post("/v1/ingest/" + schema + ".sex?format=csv", SHOPPERS);
            assertTrue(taken.body().startsWith("{\"rows\":8,\"rejected\":0"), taken.body());
            assertEquals(both, sql("SELECT * FROM open_windows ORDER BY gender"));
        });
        assertEquals(both, sql("SELECT * FROM closed_windows ORDER BY gender"));
        assertEquals("province,n\n内蒙古,2\n山西,2\n",
                sql("SELECT province, count(*) AS n FROM sex GROUP BY province HAVING count(*) > 1 ORDER BY province"));

        Path file = directory.resolve("sex.csv");
        Files.writeString(file, SHOPPERS);
        sql("CREATE EXTERNAL TABLE sex_file (" + columns + ") WITH (location = '" + file + "', format = 'csv')");
        String totals = "SELECT gender, count(*) AS n FROM %s GROUP BY gender ORDER BY gender";
        assertEquals("gender,n\n1,5\n2,3\n", sql(totals.formatted("sex_file")));
        assertEquals("gender,n\n1,5\n2,3\n", sql(totals.formatted("sex")));
    }

    @Test
    @Timeout(60)
    void wordCountOverASlidingWindow() throws Exception {
        try (ServerSocket lines = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String words = "SELECT word, at FROM %s, UNNEST(STRING_TO_ARRAY(line, ' ')) AS w (word)";
            String hop = "SELECT window_start, word, count(*) AS n FROM TABLE(HOP(TABLE %s, DESCRIPTOR(at), INTERVAL '10' SECOND, "
                    + "INTERVAL '2' MINUTE)) GROUP BY window_start, window_end, word";
            sql("CREATE STREAM netcat (line VARCHAR, at TIMESTAMP, WATERMARK FOR at AS at) WITH (connector = 'tcp', host = 'localhost', port = '"
                    + lines.getLocalPort() + "', format = 'lines')");
            sql("CREATE STREAM embedded (line VARCHAR, at TIMESTAMP, WATERMARK FOR at AS at)");
            for (String stream : new String[] {"netcat", "embedded"}) {
                sql("CREATE MATERIALIZED VIEW " + stream + "_words AS " + words.formatted(stream));
                sql("CREATE MATERIALIZED VIEW " + stream + "_counts AS " + hop.formatted(stream + "_words"));
            }
            try (Socket connection = lines.accept(); OutputStream out = connection.getOutputStream()) {
                await("netcat_words", line -> line.contains("大数据"), () -> {
                    out.write("hello world\r\nhello pku\r\nhello spark\r\n大数据\r\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                });
            }
            sql("INSERT INTO embedded VALUES ('hello world', TIMESTAMP '2024-01-01 00:00:01'), ('hello pku', TIMESTAMP '2024-01-01 00:00:02'), "
                    + "('hello spark', TIMESTAMP '2024-01-01 00:00:03'), ('大数据', TIMESTAMP '2024-01-01 00:00:04')");
            String expected = "word,n\nhello,3\npku,1\nspark,1\nworld,1\n大数据,1\n";
            assertEquals(expected,
                    sql("SELECT word, n FROM embedded_counts WHERE window_start = TIMESTAMP '2024-01-01 00:00:00' ORDER BY word"));
            // Twelve windows hold each line; none starts after the last.
            assertEquals("windows,last\n12,2024-01-01 00:00:00\n",
                    sql("SELECT count(DISTINCT window_start) AS windows, max(window_start) AS last FROM embedded_counts"));
            assertEquals("word,n\nhello,36\npku,12\nspark,12\nworld,12\n大数据,12\n",
                    sql("SELECT word, CAST(sum(n) AS BIGINT) AS n FROM netcat_counts GROUP BY word ORDER BY word"));
            sql("INSERT INTO embedded VALUES ('hello', TIMESTAMP '2024-01-01 00:00:05')");
            assertEquals("n\n4\n",
                    sql("SELECT n FROM embedded_counts WHERE window_start = TIMESTAMP '2024-01-01 00:00:00' AND word = 'hello'"));
        }
    }

    private static final String LOAD_DAY = """
            MERGE INTO zipper AS z
            USING (
                SELECT d.id AS key, d.id, d.name, d.phone FROM daily d
                UNION ALL
                SELECT NULL, d.id, d.name, d.phone FROM daily d JOIN zipper c ON c.id = d.id AND c.until = DATE '9999-12-31'
                WHERE c.name IS DISTINCT FROM d.name OR c.phone IS DISTINCT FROM d.phone
            ) AS n
            ON z.id = n.key AND z.until = DATE '9999-12-31'
            WHEN MATCHED AND (z.name IS DISTINCT FROM n.name OR z.phone IS DISTINCT FROM n.phone)
                THEN UPDATE SET until = DATE '%1$s' - INTERVAL '1' DAY
            WHEN NOT MATCHED THEN INSERT (id, name, phone, since, until) VALUES (n.id, n.name, n.phone, DATE '%1$s', DATE '9999-12-31')
            """;

    private void loadDay(String day, String rows) throws Exception {
        sql("TRUNCATE daily; INSERT INTO daily VALUES " + rows);
        sql(LOAD_DAY.formatted(day));
    }

    @Test
    void historyTables() throws Exception {
        sql("CREATE TABLE daily (id INTEGER, name VARCHAR, phone VARCHAR)");
        sql("CREATE TABLE zipper (id INTEGER, name VARCHAR, phone VARCHAR, since DATE, until DATE)");
        String first = "(1, '张三', '136****9090'), (2, '李四', NULL), (3, '王五', NULL)";
        String second = "(1, '张三', '136****9090'), (2, '李四', NULL), (3, '王五', NULL), (4, '赵六', NULL)";
        String third = "(1, '张三', '136****9090'), (2, '李小四', NULL), (3, '王五', NULL), (4, '赵六', NULL)";
        String fourth = "(1, '张三', '155****1212'), (2, '李小四', NULL), (3, '王五', NULL), (4, '赵六', NULL)";
        loadDay("2019-01-01", first);
        loadDay("2019-01-02", second);
        loadDay("2019-01-03", third);
        loadDay("2019-05-12", fourth);
        String all = """
                id,name,phone,since,until
                1,张三,136****9090,2019-01-01,2019-05-11
                1,张三,155****1212,2019-05-12,9999-12-31
                2,李四,,2019-01-01,2019-01-02
                2,李小四,,2019-01-03,9999-12-31
                3,王五,,2019-01-01,9999-12-31
                4,赵六,,2019-01-02,9999-12-31
                """;
        assertEquals(all, sql("SELECT * FROM zipper ORDER BY id, since"));
        loadDay("2019-05-12", fourth);
        assertEquals(all, sql("SELECT * FROM zipper ORDER BY id, since"));
        String slice = "SELECT id, name FROM zipper WHERE DATE '%s' BETWEEN since AND until ORDER BY id";
        assertEquals("id,name\n1,张三\n2,李四\n3,王五\n", sql(slice.formatted("2019-01-01")));
        assertEquals("id,name\n1,张三\n2,李四\n3,王五\n4,赵六\n", sql(slice.formatted("2019-01-02")));
        assertEquals("id,name\n1,张三\n2,李小四\n3,王五\n4,赵六\n", sql(slice.formatted("2019-01-03")));
    }

    @Test
    void multiValuedAttributes() throws Exception {
        sql("CREATE TABLE phones (id INTEGER, attributes VARCHAR)");
        sql("INSERT INTO phones VALUES (1, '品牌:华为，系统:鸿蒙，CPU:麒麟 990'), (2, '品牌:小米,系统:安卓'), (3, NULL)");
        assertEquals("id,k,v\n1,CPU,麒麟 990\n1,品牌,华为\n1,系统,鸿蒙\n", sql(
                "SELECT id, k, v FROM phones, UNNEST(STR_TO_MAP(attributes, '，', ':')) AS a (k, v) WHERE id = 1 ORDER BY k"));
        assertEquals("id,k,v\n1,CPU,麒麟 990\n1,品牌,华为\n1,系统,鸿蒙\n2,品牌,小米\n2,系统,安卓\n", sql(
                "SELECT id, k, v FROM phones, UNNEST(STR_TO_MAP(REPLACE(attributes, '，', ','), ',', ':')) AS a (k, v) ORDER BY id, k"));
        assertEquals("id,brand\n1,华为\n2,小米\n3,\n", sql(
                "SELECT id, STR_TO_MAP(REPLACE(attributes, '，', ','), ',', ':')['品牌'] AS brand FROM phones ORDER BY id"));
        sql("CREATE TABLE typed AS SELECT id, STR_TO_MAP(attributes, '，', ':') AS m FROM phones WHERE id = 1");
        assertEquals("k,v\nCPU,麒麟 990\n", sql("SELECT k, v FROM typed, UNNEST(m) AS a (k, v) WHERE k = 'CPU'"));
    }

    @Test
    void wordCountsOfAPaperListWithoutStopWords() throws Exception {
        Path papers = directory.resolve("papers.csv");
        StringBuilder list = new StringBuilder("index,title,authors\n");
        for (int i = 0; i < 2_074; i++) {
            list.append(i).append(",\"The Design of ").append(i % 3 == 0 ? "Streams, and" : "Databases and")
                    .append(" \"\"SQL\"\"\",\"A. Author, B. ")
                    .append("Writer\"\n");
        }
        Files.writeString(papers, list);
        sql("CREATE EXTERNAL TABLE papers WITH (location = '" + papers + "', format = 'csv')");
        assertEquals("n\n2074\n", sql("SELECT count(*) AS n FROM papers"));
        sql("CREATE TABLE stop_words (word VARCHAR)");
        sql("INSERT INTO stop_words VALUES ('the'), ('of'), ('and')");
        String counts = "SELECT word, count(*) AS n FROM (SELECT lower(trim(BOTH ',\"' FROM w)) AS word FROM papers, "
                + "UNNEST(STRING_TO_ARRAY(title, ' ')) AS u (w)) AS words %s GROUP BY word ORDER BY n DESC, word";
        Path out = directory.resolve("words.csv");
        sql("COPY (" + counts.formatted("WHERE NOT EXISTS (SELECT 1 FROM stop_words s WHERE s.word = words.word)") + ") TO '" + out + "'");
        assertEquals("word,n\ndesign,2074\nsql,2074\ndatabases,1382\nstreams,692\n", Files.readString(out));
        assertEquals("word,n\ndesign,2074\nsql,2074\ndatabases,1382\nstreams,692\n",
                sql(counts.formatted("WHERE word NOT IN (SELECT word FROM stop_words)")));
    }
}
