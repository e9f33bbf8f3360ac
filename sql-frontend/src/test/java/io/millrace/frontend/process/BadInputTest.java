package io.millrace.frontend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user or an attacker may send that cannot work, and the largest that still does. */
class BadInputTest {
    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory.resolve("data"), 5);
        assertEquals(200,
                server.sql("CREATE TABLE t (id INTEGER, name VARCHAR(3), day DATE); INSERT INTO t VALUES (1, 'a', NULL), (7, 'b', NULL)",
                        "").statusCode());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String error(String code, String sqlState, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"sqlState\":\"" + sqlState + "\",\"message\":\"" + message;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
            "SELEC 1                                   | SYNTAX_ERROR     | 1 | 1  | did you mean SELECT?",
            "SELECT id FORM t WHERE                    | SYNTAX_ERROR     | 1 | 16 | did you mean FROM instead of FORM?",
            "SELECT nam FROM t                         | UNDEFINED_COLUMN | 1 | 8  | did you mean name?",
            "SELECT 1 FROM tt                          | UNDEFINED_TABLE  | 1 | 15 | did you mean t?",
            "SELECT uper('a')                          | UNDEFINED_FUNCTION | 1 | 8 | did you mean upper?",
            "SELECT id, count(*) FROM t                | GROUPING_ERROR   | 1 | 8  | "
    })
    void errorsSayWhereAndWhatToDo(String sql, String code, int line, int column, String hint) throws Exception {
        HttpResponse<String> answer = server.sql(sql, "");
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.body().startsWith("{\"error\":{\"code\":\"" + code + "\""), answer.body());
        String end = "\"line\":" + line + ",\"column\":" + column + ",\"hint\":" + (hint == null ? "null" : "\"" + hint + "\"") + "}}\n";
        assertTrue(answer.body().endsWith(end), answer.body());
    }

    @Test
    void positionsCountLinesOfTheWholeText() throws Exception {
        String body = server.sql("SELECT 1;\n\n  SELECT 名 FROM t", "").body();
        assertTrue(body.contains("\"line\":3,\"column\":10"), body);
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/v1/sql"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'S', 'E', 'L', 'E', 'C', 'T', ' ', '\'', (byte) 0xff, '\''}))
                .build();
        HttpResponse<String> answer = server.client().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().startsWith(error("MALFORMED_INPUT", "22P04", "the request's body is not UTF-8")), answer.body());
    }

    @Test
    void whatIsTooLargeOrTooDeepIsRefused() throws Exception {
        assertEquals(413, server.sql("SELECT '" + "x".repeat(10 << 20) + "'", "").statusCode());
        for (String sql : new String[] {
                "SELECT " + "(".repeat(1_000) + "1" + ")".repeat(1_000),
                "SELECT * FROM " + "(SELECT * FROM ".repeat(1_000) + "t" + ") x".repeat(1_000),
                "SELECT " + "CASE WHEN TRUE THEN ".repeat(1_000) + "1" + " END".repeat(1_000),
                "SELECT " + "NOT ".repeat(1_000) + "TRUE",
                "SELECT " + "abs(".repeat(1_000) + "1" + ")".repeat(1_000),
                "SELECT " + "1 + ".repeat(20_000) + "1"}) {
            HttpResponse<String> answer = server.sql(sql, "");
            assertTrue(answer.body().startsWith(error("STATEMENT_TOO_COMPLEX", "54001", "the statement ")), answer.body());
            assertEquals(400, answer.statusCode());
        }
    }

    @Test
    void whatIsLongButFlatWorks() throws Exception {
        String ors = IntStream.range(0, 10_000).mapToObj(i -> "id = " + i * 2).collect(Collectors.joining(" OR "));
        assertEquals("n\n0\n", server.sql("SELECT count(*) AS n FROM t WHERE " + ors, "?format=csv").body());
        String in = IntStream.range(0, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        assertEquals("n\n2\n", server.sql("SELECT count(*) AS n FROM t WHERE id IN (" + in + ")", "?format=csv").body());
        String ands = IntStream.range(0, 10_000).mapToObj(i -> "id <> " + (i + 2)).collect(Collectors.joining(" AND "));
        assertEquals("n\n1\n", server.sql("SELECT count(*) AS n FROM t WHERE " + ands, "?format=csv").body());
        String unions = IntStream.range(0, 500).mapToObj(i -> "SELECT " + i + " AS a").collect(Collectors.joining(" UNION ALL "));
        assertEquals("n\n124750\n", server.sql("SELECT sum(a) AS n FROM (" + unions + ") u", "?format=csv").body());
        String columns = IntStream.range(0, 10_000).mapToObj(i -> "c" + i + " INTEGER").collect(Collectors.joining(", "));
        assertEquals(200, server.sql("CREATE TABLE wide (" + columns + ")", "").statusCode());
        assertEquals(200, server.sql("INSERT INTO wide (c1, c9999) VALUES (1, 2)", "").statusCode());
        assertEquals("c0,c9999\n,2\n", server.sql("SELECT c0, c9999 FROM wide", "?format=csv").body());
    }

    @Test
    void aBadCsvRowIsNamedSkippedOrKeptAside() throws Exception {
        Path file = directory.resolve("bad.csv");
        Files.writeString(file, "id,name,day\n1,甲,2024-01-01\nx,\"乙,丙\",2024-01-02\n3,丁,2024-02-30\n4,戊\n5,己,2024-01-05\n");
        String options = "WITH (location = '" + file + "', format = 'csv'";
        sql("CREATE EXTERNAL TABLE strict (id INTEGER, name VARCHAR, day DATE) " + options + ")");
        String failed = server.sql("SELECT * FROM strict", "").body();
        assertTrue(
                failed.startsWith(
                        error("MALFORMED_INPUT", "22P04", "file " + file + ", line 3, column \\\"id\\\": expected INTEGER, found 'x'")),
                failed);
        sql("CREATE EXTERNAL TABLE lenient (id INTEGER, name VARCHAR, day DATE) " + options + ", reject_table = 'rejected')");
        assertEquals("id,name,day\n1,甲,2024-01-01\n5,己,2024-01-05\n", sql("SELECT * FROM lenient ORDER BY id"));
        String kept = "file,line,column_name,row_text\n"
                + file + ",3,id,\"x,\"\"乙,丙\"\",2024-01-02\"\n"
                + file + ",4,day,\"3,丁,2024-02-30\"\n"
                + file + ",5,,\"4,戊\"\n";
        assertEquals(kept, sql("SELECT file, line, column_name, row_text FROM rejected ORDER BY line"));
        assertEquals("n\n3\n", sql("SELECT count(*) AS n FROM rejected WHERE reason IS NOT NULL"));

        sql("CREATE TABLE copied (id INTEGER, name VARCHAR, day DATE)");
        sql("COPY copied FROM '" + file + "' WITH (reject_table = 'copy_rejected')");
        assertEquals("n\n2\n", sql("SELECT count(*) AS n FROM copied"));
        assertEquals(kept, sql("SELECT file, line, column_name, row_text FROM copy_rejected ORDER BY line"));

        sql("CREATE SCHEMA aside");
        assertEquals("n\n4\n", sql("SELECT count(*) AS n FROM read_csv('" + file + "', reject_table => 'aside.rejected')"));
        assertEquals("line,column_name\n5,\n", sql("SELECT line, column_name FROM aside.rejected"));
        String wrong = server.sql("SELECT * FROM read_csv('" + file + "', reject_table => 't')", "").body();
        assertTrue(wrong.startsWith(error("INVALID_PARAMETER", "22023",
                "table \\\"public.t\\\" cannot keep rejected rows: it needs a column file VARCHAR")), wrong);
    }

    @Test
    void damagedParquetNamesTheFile() throws Exception {
        Path file = directory.resolve("whole.parquet");
        sql("CREATE TABLE numbers (n INTEGER, s VARCHAR)");
        String rows = IntStream.range(0, 2_000).mapToObj(i -> "(" + i + ", 'text " + i * 7919 + "')").collect(Collectors.joining(", "));
        sql("INSERT INTO numbers VALUES " + rows);
        sql("COPY numbers TO '" + file + "'");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 100, whole.length / 2, whole.length - 1}) {
            Path cut = directory.resolve("cut" + length + ".parquet");
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            String body = server.sql("SELECT sum(n), max(s) FROM read_parquet('" + cut + "')", "").body();
            assertTrue(body.startsWith(error("CORRUPT_FILE", "XX001", "file " + cut)), body);
        }
        // A bit anywhere: either it does not matter for what is read, or the file is named. Never another error, never a crash.
        for (int i = 4; i < whole.length; i += Math.max(1, whole.length / 150)) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            Path flipped = directory.resolve("flipped" + i + ".parquet");
            Files.write(flipped, damaged);
            HttpResponse<String> answer =
                    server.sql("SELECT sum(n) AS n, min(length(s)) AS s FROM read_parquet('" + flipped + "')", "?format=csv");
            if (answer.statusCode() != 200) {
                assertTrue(answer.body().contains(flipped.toString()), "byte " + i + ": " + answer.body());
                assertEquals(400, answer.statusCode(), "byte " + i + ": " + answer.body());
            }
        }
        assertEquals("n\n1999000\n", sql("SELECT sum(n) AS n FROM read_parquet('" + file + "')"));
    }

    @Test
    void aTextThatIsTooLongIsNotCut() throws Exception {
        String body = server.sql("INSERT INTO t (name) VALUES ('long')", "").body();
        assertTrue(body.startsWith(error("STRING_TRUNCATION", "22001", "value too long for column name of type VARCHAR(3)")), body);
        body = server.sql("INSERT INTO t (name) SELECT name || 'long' FROM t", "").body();
        assertTrue(body.startsWith(error("STRING_TRUNCATION", "22001", "value too long for column name of type VARCHAR(3)")), body);
    }

    private static String sql(String sql) throws Exception {
        HttpResponse<String> answer = server.sql(sql, "?format=csv");
        assertEquals(200, answer.statusCode(), () -> sql + "\n" + answer.body());
        return answer.body();
    }
}
