package io.millrace.frontend.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are moved into a watched folder. */
@Timeout(120)
class DirectorySourceTest {
    private static final List<String> GOODS = List.of(
            "口红,欧莱雅,170,5.5折,93.5", "面霜,欧莱雅,320,6折,192", "眼霜,欧莱雅,350,5折,175", "洗面奶,欧莱雅,99,8折,79.2", "精华,欧莱雅,420,7折,294",
            "防晒,欧莱雅,210,5.5折,115.5", "\"面膜, 5 片\",欧莱雅,120,6折,72", "爽肤水,欧莱雅,150,8.8折,132", "乳液,欧莱雅,180,7折,126", "粉底,欧莱雅,260,5折,130",
            "雪润,自然堂,166,5折,83", "凝时,自然堂,239,6折,143.4", "子弹头,MAC,170,9折,153", "小黑瓶,兰蔻,760,8.5折,646", "当归,羽西,330,7折,231");

    @TempDir
    Path data;

    @TempDir
    Path base;

    private Path in;

    @BeforeEach
    void makeFolder() throws IOException {
        in = Files.createDirectory(base.resolve("in"));
    }

    private static void ok(TestServer server, String sql) throws Exception {
        HttpResponse<String> answer = server.sql(sql, "");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static String rows(TestServer server, String sql) throws Exception {
        HttpResponse<String> answer = server.sql(sql, "?format=csv");
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body().substring(answer.body().indexOf('\n') + 1);
    }

    /** Moves a file there whole, changed long ago. */
    private void put(String name, List<String> lines) throws IOException {
        Path outside = Files.write(base.resolve(name), lines);
        Files.setLastModifiedTime(outside, FileTime.from(Instant.EPOCH));
        Files.move(outside, in.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> withHeader(List<String> rows) {
        return Stream.concat(Stream.of("标题,品牌,原价,折扣,售价"), rows.stream()).toList();
    }

    private String create(String more) {
        return "CREATE STREAM goods (标题 VARCHAR, 品牌 VARCHAR, 原价 DECIMAL(10, 2), 折扣 VARCHAR, 售价 DECIMAL(10, 2)) WITH (connector = 'directory', path = '"
                + in + "', format = 'csv', poll_interval = '1 s'" + more + ")";
    }

    /** Waits until the view that counts all rows says {@code count}. */
    private static void await(TestServer server, long count) throws Exception {
        HttpRequest live = HttpRequest.newBuilder(server.uri("/v1/live?view=public.total")).build();
        try (Stream<String> body = server.client().send(live, HttpResponse.BodyHandlers.ofLines()).body()) {
            Iterator<String> each = body.iterator();
            while (!each.next().contains("[" + count + "]")) {
                // an earlier count
            }
        }
    }

    @Test
    void filesAreTakenOnceAlsoAcrossARestart() throws Exception {
        put("day1.csv", withHeader(GOODS.subList(0, 6)));
        try (TestServer server = new TestServer(data, 11)) {
            ok(server, create(""));
            ok(server, "CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM goods");
            ok(server, "CREATE MATERIALIZED VIEW brands AS SELECT 品牌, count(*) AS n, sum(售价) AS money FROM goods GROUP BY 品牌");
            await(server, 6);
            put("day2.csv", withHeader(GOODS.subList(6, 9)));
            await(server, 9);
        }
        put("day3.csv", withHeader(GOODS.subList(9, 15)));
        try (TestServer server = new TestServer(data, 12)) {
            await(server, 15);
            assertEquals("欧莱雅,10\n自然堂,2\nMAC,1\n兰蔻,1\n羽西,1\n",
                    rows(server, "SELECT 品牌, n FROM brands ORDER BY n DESC, 品牌"));
            assertEquals(GOODS.stream().map(row -> row.substring(row.lastIndexOf(',', row.lastIndexOf(',') - 1) + 1).split(",")[0] + "\n")
                    .collect(Collectors.joining()), rows(server, "SELECT 折扣 FROM goods"));
            ok(server, "DROP MATERIALIZED VIEW brands");
            ok(server, "DROP MATERIALIZED VIEW total");
            ok(server, "DROP STREAM goods");
        }
    }

    @Test
    void aFileOfManyBatchesKeepsItsOrderAndIsDeletedAfterwards() throws Exception {
        int rows = 50_000;
        put("big.csv", withHeader(IntStream.range(0, rows).mapToObj(i -> "t" + i + ",b,1,5折,1").toList()));
        try (TestServer server = new TestServer(data, 13)) {
            ok(server, create(", after = 'delete'"));
            ok(server, "CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM goods");
            await(server, rows);
            assertEquals("t0\nt1\nt2\n", rows(server, "SELECT 标题 FROM goods LIMIT 3"));
            put("next.csv", withHeader(GOODS));
            await(server, rows + GOODS.size());
            put("big.csv", withHeader(GOODS.subList(0, 1)));
            await(server, rows + GOODS.size() + 1);
        }
        try (TestServer server = new TestServer(data, 15); Stream<Path> left = Files.list(in)) {
            await(server, rows + GOODS.size() + 1);
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void badRowsAreKeptAsideOrHoldTheFileUp() throws Exception {
        put("a.csv", withHeader(List.of(GOODS.get(0), "口红,欧莱雅,many,5.5折,93.5", GOODS.get(1))));
        try (TestServer server = new TestServer(data, 14)) {
            ok(server, create(", reject_table = 'bad'"));
            ok(server, "CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM goods");
            await(server, 2);
            assertEquals("3,原价\n", rows(server, "SELECT line, column_name FROM bad"));
            for (String wrong : List.of("format = 'parquet'", "format = 'csv', colour = 'red'", "format = 'csv', after = 'burn'",
                    "format = 'csv', poll_interval = 'soon'")) {
                HttpResponse<String> refused =
                        server.sql("CREATE STREAM w (a VARCHAR) WITH (connector = 'directory', path = '/tmp', " + wrong + ")", "");
                assertTrue(refused.statusCode() == 400 && refused.body().contains("INVALID_PARAMETER"), refused.body());
            }
        }
    }

    /** The server's memory is looked at when it closes: what is read ahead of a batch that is refused must not stay. */
    @Test
    void aBatchThatIsRefusedHoldsItsFileUpAndNothingElse() throws Exception {
        List<String> rows = IntStream.range(0, 30_000).mapToObj(i -> (i == 9_000 ? "" : "t" + i) + ",b,1,5折,1").toList();
        put("a.csv", withHeader(rows));
        try (TestServer server = new TestServer(data, 16)) {
            ok(server, create("").replace("标题 VARCHAR", "标题 VARCHAR NOT NULL"));
            ok(server, "CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM goods");
            await(server, 8_192);
        }
        try (TestServer server = new TestServer(data, 17)) {
            await(server, 8_192);
            assertEquals("8192\n", rows(server, "SELECT count(*) FROM goods"));
        }
    }
}
