package io.millrace.frontend.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.error.MillraceException;
import io.millrace.frontend.view.HeldViews;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions in Java from a jar: a table of {@code statement | rows or the error}. */
class UserFunctionTest {
    private static final String SOURCE = """
            package demo;

            import java.math.BigDecimal;
            import java.time.LocalDateTime;
            import java.util.List;

            public class Functions {
                public static long twice(long x) { return 2 * x; }
                public static Long orZero(Long x) { return x == null ? 0L : x; }
                public static String join(String a, Integer n) { return a + ":" + n; }
                public static BigDecimal tax(BigDecimal x) { return x.multiply(new BigDecimal("0.19")); }
                public static int fails(int x) { if (x > 2) { throw new IllegalStateException("too large: " + x); } return x; }
                public static List<Object> pair(Integer a) { return List.of(a, a + 1); }
                public static LocalDateTime later(LocalDateTime t) { return t.plusHours(1); }
                public static double chance() { return Math.random(); }
                public static Object engine(int x) throws Exception { return Class.forName("io.millrace.common.type.SqlType"); }
                public static byte small(int x) { return (byte) x; }
                int hidden(int x) { return x; }
                public static class Spread {
                    private long least = Long.MAX_VALUE;
                    private long most = Long.MIN_VALUE;
                    public void accumulate(long x) { least = Math.min(least, x); most = Math.max(most, x); }
                    public Long result() { return most < least ? null : most - least; }
                }
                public static class Weighted {
                    private double sum;
                    private double weights;
                    public void accumulate(Double x, Integer w) { if (x != null && w != null) { sum += x * w; weights += w; } }
                    public Double result() { return weights == 0 ? null : sum / weights; }
                }
                public static class Counter {
                    private final String prefix = "n";
                    public String eval(int n) { return prefix + n; }
                }
            }
            """;

    @TempDir
    Path directory;

    private HeldViews server;

    private void check(String table) {
        StringBuilder expected = new StringBuilder();
        StringBuilder actual = new StringBuilder();
        table.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int bar = line.lastIndexOf(" | ");
            expected.append(line).append('\n');
            actual.append(line, 0, bar).append(" | ").append(outcome(line.substring(0, bar).strip())).append('\n');
        });
        assertEquals(expected.toString(), actual.toString());
    }

    private String outcome(String sql) {
        try {
            return server.run(sql.replace("${jar}", "USING JAR '" + directory.resolve("functions.jar") + "'")).toString();
        } catch (MillraceException e) {
            return e.code() + " " + e.getMessage();
        }
    }

    @Test
    void functionsRunInQueriesAndViewsAndSurviveARestart() throws Exception {
        Path jar = FunctionJar.of(directory, "functions.jar", "demo.Functions", SOURCE);
        Files.writeString(directory.resolve("text.jar"), "no jar at all");
        try (HeldViews held = new HeldViews(directory.resolve("data"))) {
            server = held;
            check("""
                    CREATE TABLE t (id INTEGER PRIMARY KEY, v BIGINT, s VARCHAR, d DECIMAL(10, 2)) | []
                    INSERT INTO t VALUES (1, 10, 'a', 1.50), (2, NULL, NULL, 2.00), (3, 30, 'c', NULL) | []
                    CREATE FUNCTION twice(x BIGINT) RETURNS BIGINT DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions.twice' ${jar} | []
                    CREATE FUNCTION twice(x BIGINT) RETURNS BIGINT LANGUAGE JAVA AS 'demo.Functions.twice' ${jar} | DUPLICATE_OBJECT function "public.twice" already exists
                    CREATE FUNCTION IF NOT EXISTS twice(x BIGINT) RETURNS BIGINT LANGUAGE JAVA AS 'demo.Functions.twice' ${jar} | []
                    CREATE FUNCTION or_zero(x BIGINT) RETURNS BIGINT DETERMINISTIC CALLED ON NULL INPUT LANGUAGE JAVA AS 'demo.Functions.orZero' ${jar} | []
                    CREATE FUNCTION label(a VARCHAR, n INTEGER) RETURNS VARCHAR(6) DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions.join' ${jar} | []
                    CREATE FUNCTION tax(x DECIMAL(10, 2)) RETURNS DECIMAL(12, 3) DETERMINISTIC RETURNS NULL ON NULL INPUT LANGUAGE JAVA AS 'demo.Functions.tax' ${jar} | []
                    CREATE FUNCTION fails(x INTEGER) RETURNS INTEGER DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions.fails' ${jar} | []
                    CREATE FUNCTION pair(x INTEGER) RETURNS INTEGER ARRAY DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions.pair' ${jar} | []
                    CREATE FUNCTION later(t TIMESTAMP) RETURNS TIMESTAMP DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions.later' ${jar} | []
                    CREATE FUNCTION chance() RETURNS DOUBLE LANGUAGE JAVA AS 'demo.Functions.chance' ${jar} | []
                    CREATE FUNCTION engine(x INTEGER) RETURNS VARCHAR DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions.engine' ${jar} | []
                    CREATE FUNCTION counter(x INTEGER) RETURNS VARCHAR DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions$Counter' ${jar} | []
                    SELECT id, twice(v), or_zero(v), label(s, id), tax(d), pair(id) FROM t ORDER BY id | [[1, 20, 10, a:1, 0.285, [1, 2]], [2, null, 0, null:2, 0.380, [2, 3]], [3, 60, 30, c:3, null, [3, 4]]]
                    SELECT twice(id), public.twice(2), counter(7), later(TIMESTAMP '2024-01-01 10:00:00') FROM t WHERE twice(v) > 50 | [[6, 4, n7, 2024-01-01T11:00]]
                    SELECT chance() < 1, COUNT(DISTINCT c) FROM (SELECT chance() AS c FROM t) AS x GROUP BY 1 | [[true, 3]]
                    SELECT fails(id) FROM t WHERE id < 3 ORDER BY 1 | [[1], [2]]
                    SELECT fails(id) FROM t | EXTERNAL_ROUTINE_EXCEPTION function public.fails: java.lang.IllegalStateException: too large: 3
                    SELECT engine(1) | EXTERNAL_ROUTINE_EXCEPTION function public.engine: java.lang.ClassNotFoundException: io.millrace.common.type.SqlType
                    SELECT label('too long', 1) | STRING_TRUNCATION function public.label gave a value too long for VARCHAR(6)
                    SELECT twice('x') FROM t | INVALID_TEXT invalid input syntax for type bigint: "x"
                    SELECT twice(TRUE) | UNDEFINED_FUNCTION function twice(BOOLEAN) does not exist
                    SELECT twice(1, 2) | UNDEFINED_FUNCTION function twice does not take so many arguments
                    CREATE FUNCTION upper(x VARCHAR) RETURNS VARCHAR LANGUAGE JAVA AS 'demo.Functions.twice' ${jar} | DUPLICATE_OBJECT there is a function upper already, which cannot be replaced
                    CREATE FUNCTION f(x VARCHAR) RETURNS BIGINT LANGUAGE JAVA AS 'demo.Functions.twice' ${jar} | DATATYPE_MISMATCH no method demo.Functions.twice takes (VARCHAR) and gives BIGINT, found long twice(long)
                    CREATE FUNCTION f(x INTEGER) RETURNS INTEGER LANGUAGE JAVA AS 'demo.Functions.hidden' ${jar} | UNDEFINED_OBJECT class demo.Functions has no public static method hidden
                    CREATE FUNCTION f(x INTEGER) RETURNS INTEGER LANGUAGE JAVA AS 'demo.Other.f' ${jar} | UNDEFINED_OBJECT there is no class demo.Other in the jar
                    CREATE FUNCTION f(x BIGINT) RETURNS BIGINT CALLED ON NULL INPUT LANGUAGE JAVA AS 'demo.Functions.twice' ${jar} | DATATYPE_MISMATCH function f is CALLED ON NULL INPUT, but its method takes values that cannot be null
                    CREATE MATERIALIZED VIEW w AS SELECT chance() AS c FROM t | NOT_DETERMINISTIC a continuous view cannot call chance: it is not declared DETERMINISTIC
                    CREATE FUNCTION spread(x BIGINT) RETURNS BIGINT DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions$Spread' ${jar} | []
                    CREATE FUNCTION weighted(x DOUBLE, w INTEGER) RETURNS DOUBLE DETERMINISTIC LANGUAGE JAVA AS 'demo.Functions$Weighted' ${jar} | []
                    SELECT spread(v), spread(id), spread(v) FILTER (WHERE id = 1), weighted(v, id), spread(DISTINCT v) + 1 FROM t | [[20, 2, 0, 25.0, 21]]
                    SELECT spread(v), weighted(v, id) FROM t WHERE id > 5 | [[null, null]]
                    SELECT id, spread(v) OVER (ORDER BY id) FROM t ORDER BY id | [[1, 0], [2, 0], [3, 20]]
                    SELECT id % 2, spread(id) FROM t GROUP BY id % 2 HAVING spread(id) > 0 | [[1, 2]]
                    SELECT spread(TRUE) FROM t | UNDEFINED_FUNCTION function spread(BOOLEAN ARRAY) does not exist
                    SHOW FUNCTIONS LIKE 'spread' | [[spread, spread(bigint) -> bigint, Aggregate in Java: demo.Functions$Spread]]
                    CREATE VIEW pv AS SELECT twice(v) AS w FROM t | []
                    DROP FUNCTION twice | DEPENDENT_OBJECTS cannot drop or replace function "public.twice": view "public.pv" uses it
                    DROP FUNCTION IF EXISTS nothing | []
                    DROP FUNCTION nothing | UNDEFINED_FUNCTION function "public.nothing" does not exist
                    DROP FUNCTION tax(DECIMAL(10, 2)) | []
                    SELECT tax(1.00) | UNDEFINED_FUNCTION function tax(NUMERIC) does not exist
                    """);
            assertEquals("FILE_NOT_FOUND there is no jar /nowhere.jar",
                    outcome("CREATE FUNCTION f(x BIGINT) RETURNS BIGINT LANGUAGE JAVA AS 'a.B' USING JAR '/nowhere.jar'"));
            assertEquals("INVALID_PARAMETER " + directory.resolve("text.jar") + " is not a jar",
                    outcome("CREATE FUNCTION f(x BIGINT) RETURNS BIGINT LANGUAGE JAVA AS 'a.B' USING JAR '" + directory.resolve("text.jar")
                            + "'"));
            held.hold("SELECT id, twice(v) AS w, or_zero(v) AS z, counter(id) AS c FROM t WHERE or_zero(v) < 100");
            held.hold("SELECT twice(g) AS g, SUM(twice(v)) AS s FROM (SELECT id % 2 AS g, v FROM t) AS x GROUP BY 1");
            held.hold("SELECT id % 2 AS g, spread(v) AS s, weighted(v, id) AS w FROM t GROUP BY 1");
            held.run("INSERT INTO t VALUES (4, 5, 'd', 1)");
            held.run("DELETE FROM t WHERE id = 1");
            held.compare("after changes");
            Files.delete(jar);
            held.restart();
            held.run("INSERT INTO t VALUES (7, 50, 'e', 1)");
            held.compare("after the restart, without the first jar");
            check("""
                    SELECT twice(21) | [[42]]
                    SHOW FUNCTIONS LIKE 'twice' | [[twice, twice(bigint) -> bigint, Java: demo.Functions.twice]]
                    """);
            held.verify("at the end");
            held.assertHeld("");
        }
    }
}
