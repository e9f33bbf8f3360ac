package io.millrace.frontend.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.frontend.server.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MATCH_RECOGNIZE with parameters, and where its errors are. */
class MatchParametersTest {
    private static final String FROM = "SELECT * FROM (VALUES (1, 10), (2, 20), (3, 5)) AS t(id, v) MATCH_RECOGNIZE (\n";

    @TempDir
    Path directory;

    @Test
    void parametersStandInDefinitionsAndMeasures() throws Exception {
        try (TestServer server = new TestServer(directory.resolve("data"), 7)) {
            assertEquals("f,l,p\n1,2,107\n", server.sql(
                    FROM + "ORDER BY id MEASURES FIRST(id) AS f, LAST(id) AS l, 100 + ? AS p PATTERN (A+) DEFINE A AS v >= ?)",
                    "?format=csv&param=7&param=10").body());
            assertEquals("\"line\":3,\"column\":13",
                    place(server.sql(FROM + "ORDER BY id MEASURES id AS i PATTERN (A)\nDEFINE A AS w > 1)", "").body()));
            assertEquals("\"line\":2,\"column\":37",
                    place(server.sql(FROM + "ORDER BY id MEASURES 1 + NEXT(FIRST(PREV(v))) AS i PATTERN (A))", "").body()));
        }
    }

    private static String place(String error) {
        int at = error.indexOf("\"line\"");
        return at < 0 ? error : error.substring(at, error.indexOf(',', error.indexOf("\"column\"", at)));
    }
}
