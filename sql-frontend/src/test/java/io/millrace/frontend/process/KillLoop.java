package io.millrace.frontend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that several clients write to is killed again and again at random moments. After each start on the same directory every row that was
 * acknowledged is there once, every row that is there was sent, and every view holds what its query gives.
 */
final class KillLoop {
    private static final int CLIENTS = 6;

    /** By name, in the order in which they are made. */
    private static final Map<String, String> VIEWS = views();

    private final Path data;
    private final SplittableRandom random;
    private final AtomicLong ids = new AtomicLong();
    private final Set<Long> inStream = ConcurrentHashMap.newKeySet();
    private final Map<Long, Set<Long>> inTable = new ConcurrentHashMap<>();
    private final Map<Long, Set<Long>> sentToTable = new ConcurrentHashMap<>();
    private final Set<Long> sentToStream = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();

    KillLoop(Path data, long seed) {
        this.data = data;
        this.random = new SplittableRandom(seed);
    }

    private static Map<String, String> views() {
        Map<String, String> views = new LinkedHashMap<>();
        views.put("even", "SELECT id, k, v FROM s WHERE v % 2 = 0");
        views.put("by_key", "SELECT k, count(*) AS n, sum(v) AS total, min(v) AS least, max(v) AS most FROM s GROUP BY k");
        views.put("table_by_key", "SELECT k, count(*) AS n, sum(v) AS total, min(v) AS least, max(v) AS most FROM t GROUP BY k");
        views.put("joined", "SELECT s.id, s.v, t.v AS tv FROM s JOIN t ON s.v = t.id");
        views.put("windows", "SELECT window_start, k, count(*) AS n FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(at), INTERVAL '1' SECOND)) "
                + "GROUP BY window_start, window_end, k");
        views.put("by_count", "SELECT n % 10 AS d, count(*) AS keys, sum(total) AS total FROM by_key GROUP BY n % 10");
        return views;
    }

    void run(int kills, int rowsMax) throws Exception {
        for (int life = 0; life <= kills; life++) {
            try (ServerProcess server = ServerProcess.start(data)) {
                if (life == 0) {
                    define(server);
                }
                check(server, "life " + life);
                if (life < kills) {
                    writeUntilKilled(server, 1 + random.nextInt(rowsMax));
                } else {
                    assertEquals(143, server.stop());
                }
            }
        }
        assertEquals(List.of(), List.copyOf(refused), "statements that were refused");
        assertTrue(inStream.size() + inTable.size() > kills, "rows were written");
    }

    private static void define(ServerProcess server) throws Exception {
        server.sql("CREATE TABLE t (id BIGINT PRIMARY KEY, k VARCHAR, v BIGINT)");
        server.sql("CREATE STREAM s (id BIGINT, k VARCHAR, v BIGINT, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '1' HOUR) "
                + "WITH (partitions = 2)");
        for (Map.Entry<String, String> view : VIEWS.entrySet()) {
            server.sql("CREATE MATERIALIZED VIEW " + view.getKey() + " AS " + view.getValue());
        }
        server.sql("CREATE STREAM q (id BIGINT, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '1' SECOND)");
        server.sql("CREATE MATERIALIZED VIEW q_windows AS SELECT window_start, count(*) AS n FROM TABLE(TUMBLE(TABLE q, DESCRIPTOR(at), "
                + "INTERVAL '5' SECOND)) GROUP BY window_start, window_end LATE ROWS INTO q_late");
        server.sql("CREATE MATERIALIZED VIEW s_inverse AS SELECT id, 1000 / (v % 5) AS x FROM s ON ERROR SKIP INTO s_errors");
        server.sql("CREATE MATERIALIZED VIEW t_inverse AS SELECT id, 1000 / (v % 5) AS x FROM t ON ERROR SKIP INTO t_errors");
    }

    /** Clients write as fast as they can; somewhere after {@code rows} acknowledgements the process is killed. */
    private void writeUntilKilled(ServerProcess server, int rows) throws Exception {
        CountDownLatch enough = new CountDownLatch(rows);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS, Thread.ofPlatform().name("client-", 0).factory())) {
            for (int c = 0; c < CLIENTS; c++) {
                SplittableRandom own = random.split();
                clients.execute(() -> {
                    while (write(server, own)) {
                        enough.countDown();
                    }
                });
            }
            assertTrue(enough.await(60, TimeUnit.SECONDS), "writes go on");
            server.kill();
        }
    }

    /** False once the server is gone. */
    private boolean write(ServerProcess server, SplittableRandom own) {
        long id = ids.incrementAndGet();
        String key = "键" + own.nextInt(12);
        long value = own.nextInt(200);
        try {
            int kind = own.nextInt(10);
            if (kind == 0) {
                return accepted(server, "INSERT INTO q VALUES (" + id + ", TIMESTAMP '2024-01-01 00:00:00' + INTERVAL '1' SECOND * "
                        + (id / 20 - own.nextInt(12)) + ")") || true;
            }
            if (kind < 6) {
                sentToStream.add(id);
                if (accepted(server, "INSERT INTO s VALUES (" + id + ", '" + key + "', " + value + ", TIMESTAMP '2024-01-01 00:00:00' "
                        + "+ INTERVAL '1' SECOND * " + id / 20 + ")")) {
                    inStream.add(id);
                }
            } else if (kind < 9 || inTable.isEmpty()) {
                sentToTable.put(id, Set.of(value));
                if (accepted(server, "INSERT INTO t VALUES (" + id + ", '" + key + "', " + value + ")")) {
                    inTable.put(id, Set.of(value));
                }
            } else {
                change(server, own);
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A row that only this client touches gets another value; until that is acknowledged it may have either. */
    private void change(ServerProcess server, SplittableRandom own) throws IOException, InterruptedException {
        Long id = inTable.keySet().stream().skip(own.nextInt(inTable.size())).findFirst().orElse(null);
        Set<Long> before = id == null ? null : inTable.remove(id);
        if (before == null) {
            return;
        }
        long value = 1000L + own.nextInt(1000);
        Set<Long> either = new HashSet<>(before);
        either.add(value);
        sentToTable.put(id, either);
        try {
            if (accepted(server, "UPDATE t SET v = " + value + " WHERE id = " + id)) {
                either = Set.of(value);
            }
        } finally {
            inTable.put(id, either);
        }
    }

    private boolean accepted(ServerProcess server, String sql) throws IOException, InterruptedException {
        var answer = server.post("/v1/sql", sql);
        if (answer.statusCode() == 200) {
            return true;
        }
        refused.add(sql + ": " + answer.body());
        return false;
    }

    private void check(ServerProcess server, String when) throws Exception {
        Set<Long> found = new HashSet<>();
        for (String row : server.rows("SELECT id FROM s")) {
            long id = Long.parseLong(row);
            assertTrue(found.add(id), () -> when + ": row " + id + " is in the stream twice");
            assertTrue(sentToStream.contains(id), () -> when + ": row " + id + " was never sent");
        }
        Set<Long> lost = new HashSet<>(inStream);
        lost.removeAll(found);
        assertEquals(Set.of(), lost, when + ": acknowledged rows that are not in the stream");
        inStream.addAll(found);
        checkTable(server, when);
        checkSides(server, when);
        for (Map.Entry<String, String> view : VIEWS.entrySet()) {
            assertEquals(server.rows(view.getValue()), server.rows("SELECT * FROM " + view.getKey()), when + ": view " + view.getKey());
        }
    }

    /** A row is in a window or was late, once; a row fails as long as it is there, and is nowhere else. */
    private static void checkSides(ServerProcess server, String when) throws Exception {
        // Who has read a view finds in its side tables what it has left out.
        for (String view : List.of("q_windows", "s_inverse", "t_inverse")) {
            server.rows("SELECT count(*) FROM " + view);
        }
        assertEquals(server.rows("SELECT count(*) FROM q"),
                server.rows("SELECT (SELECT coalesce(sum(n), 0) FROM q_windows) + (SELECT count(*) FROM q_late)"), when + ": late rows");
        assertEquals(List.of(), server.rows("SELECT id FROM q_late GROUP BY id HAVING count(*) > 1"), when + ": late rows that came twice");
        for (String source : List.of("s", "t")) {
            assertEquals(server.rows("SELECT id FROM " + source + " WHERE v % 5 = 0"),
                    server.rows("SELECT CAST(JSON_VALUE(row_data, '$.id') AS BIGINT) FROM " + source + "_errors"),
                    when + ": failed rows of " + source);
            assertEquals(server.rows("SELECT id, 1000 / (v % 5) FROM " + source + " WHERE v % 5 <> 0"),
                    server.rows("SELECT * FROM " + source + "_inverse"), when + ": sound rows of " + source);
        }
    }

    private void checkTable(ServerProcess server, String when) throws Exception {
        Map<Long, Set<Long>> found = new HashMap<>();
        for (String row : server.rows("SELECT id, v FROM t")) {
            long id = Long.parseLong(row.substring(0, row.indexOf(',')));
            long value = Long.parseLong(row.substring(row.indexOf(',') + 1));
            assertEquals(null, found.put(id, Set.of(value)), when + ": row " + id + " is in the table twice");
            Set<Long> possible = inTable.getOrDefault(id, sentToTable.get(id));
            assertTrue(possible != null && possible.contains(value),
                    () -> when + ": row " + id + " is " + value + ", expected " + possible);
        }
        Set<Long> lost = new HashSet<>(inTable.keySet());
        lost.removeAll(found.keySet());
        assertEquals(Set.of(), lost, when + ": acknowledged rows that are not in the table");
        inTable.putAll(found);
    }
}
