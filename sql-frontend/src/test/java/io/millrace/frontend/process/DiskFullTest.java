package io.millrace.frontend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a small file system of its own, where whoever runs the tests may mount one. */
class DiskFullTest {
    private static final String TEXT = "t".repeat(60_000);

    @TempDir
    Path directory;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(directory.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "a file system cannot be mounted here");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertEquals(0, run("umount", "-l", disk.toString()));
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    @Timeout(180)
    void nothingAcknowledgedIsLostAndTheServerGoesOn() throws Exception {
        Path data = disk.resolve("data");
        Set<Integer> acknowledged = new TreeSet<>();
        Set<Integer> refused = new TreeSet<>();
        try (ServerProcess server = ServerProcess.start(data)) {
            server.sql("CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR); CREATE STREAM st (id INTEGER, s VARCHAR); "
                    + "CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n, max(id) AS most FROM st");
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            int id = 0;
            while (refused.size() < 20 && id < 10_000) {
                (insert(server, ++id) ? acknowledged : refused).add(id);
            }
            assertEquals(20, refused.size(), "the disk did not get full");
            check(server, acknowledged, refused);
            Files.delete(ballast);
            while (!insert(server, ++id)) {
                refused.add(id);
                assertTrue(refused.size() < 10_000, "the server did not go on");
            }
            acknowledged.add(id);
            server.sql("CREATE TABLE another (a INTEGER); INSERT INTO another VALUES (1)");
            check(server, acknowledged, refused);
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(data)) {
            check(server, acknowledged, refused);
            assertEquals("a\n1\n", server.sql("SELECT a FROM another"));
        }
    }

    /** Leaves a little. */
    private void fill(Path ballast) throws IOException {
        byte[] megabyte = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(disk).getUsableSpace() > 3L << 20) {
                out.write(megabyte);
            }
        }
    }

    /** Into the table and the stream; whether both were acknowledged. */
    private static boolean insert(ServerProcess server, int id) throws Exception {
        for (String target : List.of("t", "st")) {
            HttpResponse<String> answer = server.post("/v1/sql", "INSERT INTO " + target + " VALUES (" + id + ", '" + TEXT + "')");
            if (answer.statusCode() != 200) {
                assertTrue(answer.body().startsWith("{\"error\":{\"code\":\"DISK_FULL\",\"sqlState\":\"53100\""), answer.body());
                assertEquals(503, answer.statusCode());
                return false;
            }
        }
        return true;
    }

    private static void check(ServerProcess server, Set<Integer> acknowledged, Set<Integer> refused) throws Exception {
        for (String target : List.of("t", "st")) {
            Set<Integer> found = new TreeSet<>();
            for (String row : server.rows("SELECT id FROM " + target + " WHERE length(s) = " + TEXT.length())) {
                assertTrue(found.add(Integer.valueOf(row)), () -> "row " + row + " is there twice");
            }
            Set<Integer> lost = new TreeSet<>(acknowledged);
            lost.removeAll(found);
            assertEquals(Set.of(), lost, target + ": acknowledged and not there");
            found.removeAll(acknowledged);
            found.removeAll(refused);
            assertEquals(Set.of(), found, target + ": there and never sent");
        }
        assertEquals(server.sql("SELECT count(*) AS n, max(id) AS most FROM st"), server.sql("SELECT * FROM v"));
    }
}
