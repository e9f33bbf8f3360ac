package io.millrace.frontend.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.oracle.SqlRows;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.RowDiff;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view with a retention holds the windows that its query has and that ended less than the retention before the watermark: at any moment, also after a restart. */
class RetentionTest {
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);

    @TempDir
    private Path directory;

    private TestServer server;

    private List<List<Object>> run(String sql) {
        return SqlRows.of(server.server().engine(), Session.initial(), sql);
    }

    @Test
    void oldWindowsLeave() {
        server = new TestServer(directory, 1);
        try {
            run("CREATE STREAM s (k INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '3' SECOND)"
                    + " WITH ('watermark.idle_timeout' = '1 hour')");
            for (String emit : List.of("", " EMIT ON WINDOW CLOSE")) {
                run("CREATE MATERIALIZED VIEW " + (emit.isEmpty() ? "hopped" : "closed") + " WITH (retention = '20 seconds') AS "
                        + query("s") + emit);
            }
            Random random = new Random(3);
            for (int round = 0; round < 12; round++) {
                List<String> rows = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    // Two seconds out of order at most, so that no row is late
                    rows.add("(" + random.nextInt(3) + ", " + literal(START.plusSeconds(round * 8L + i / 3 + random.nextInt(3))) + ")");
                }
                run("INSERT INTO s VALUES " + String.join(", ", rows));
                check("round " + round);
                if (round == 6) {
                    server.close();
                    server = new TestServer(directory, 2);
                    check("after the restart");
                }
            }
            assertTrue(run("SELECT * FROM hopped").size() < run(query("s")).size() / 2, "some windows left");
            assertEquals(ErrorCode.FEATURE_NOT_SUPPORTED, assertThrows(MillraceException.class, () -> run("VERIFY VIEW hopped")).code());
            assertEquals(ErrorCode.INVALID_PARAMETER, assertThrows(MillraceException.class,
                    () -> run("CREATE MATERIALIZED VIEW plain WITH (retention = '1 day') AS SELECT k, COUNT(*) AS n FROM s GROUP BY k"))
                    .code());
        } finally {
            server.close();
        }
    }

    private static String query(String stream) {
        return "SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(HOP(TABLE " + stream
                + ", DESCRIPTOR(at), INTERVAL '2' SECOND, INTERVAL '6' SECOND)) GROUP BY window_start, window_end, k";
    }

    private void check(String when) {
        LocalDateTime watermark = (LocalDateTime) run("SELECT max(at) - INTERVAL '3' SECOND FROM s").get(0).get(0);
        String kept = "SELECT * FROM (" + query("s") + ") q WHERE window_end > " + literal(watermark) + " - INTERVAL '20' SECOND";
        assertEquals("", RowDiff.unordered(run(kept), run("SELECT * FROM hopped")), when);
        String closed = kept + " AND window_end <= " + literal(watermark);
        assertEquals("", RowDiff.unordered(run(closed), run("SELECT * FROM closed")), when + ", closed");
    }

    private static String literal(LocalDateTime time) {
        return "TIMESTAMP '" + time.toString().replace('T', ' ') + (time.getSecond() == 0 ? ":00" : "") + "'";
    }
}
