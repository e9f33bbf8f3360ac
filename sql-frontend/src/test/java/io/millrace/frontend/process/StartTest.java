package io.millrace.frontend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a server from starting: one line that says what and what to do, and an exit code. */
class StartTest {
    private static final String NOTICE = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    @TempDir
    Path directory;

    private static String failure(Path data, String... options) throws Exception {
        Process process = ServerProcess.launch(data, options);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        return said.replace(NOTICE, "");
    }

    @Test
    @Timeout(120)
    void aDirectoryOrPortThatIsTakenIsOneLine() throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess server = ServerProcess.start(data)) {
            assertEquals("millrace: data directory " + data + " is in use by another Millrace process (stop that process, or give this one "
                    + "another directory with --data)\n", failure(data));
            String port = Integer.toString(URI.create(server.url()).getPort());
            assertEquals("millrace: port " + port + " on 127.0.0.1 is in use; choose another with --http-port\n",
                    failure(directory.resolve("other"), "--http-port", port));
            assertEquals("a\n1\n", server.sql("SELECT 1 AS a"));
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            assertEquals("millrace: port " + port + " on 127.0.0.1 is in use; choose another with --raft-port\n",
                    failure(directory.resolve("third"), "--raft-port", port));
        }
        // What did not start leaves a directory that the next start can use.
        try (ServerProcess server = ServerProcess.start(directory.resolve("third"))) {
            assertEquals("a\n1\n", server.sql("SELECT 1 AS a"));
        }
    }

    @Test
    @Timeout(60)
    void aDirectoryOfANewerVersionIsRefusedAndLeftAlone() throws Exception {
        Path data = Files.createDirectories(directory.resolve("newer"));
        Files.writeString(data.resolve("VERSION"), "99\n");
        assertEquals("millrace: data directory " + data + " has format version 99, this build reads up to 1 (start it with the newer "
                + "Millrace that wrote it)\n", failure(data));
        assertEquals("99\n", Files.readString(data.resolve("VERSION")));
        Files.writeString(data.resolve("VERSION"), "what\n");
        assertEquals("millrace: data directory " + data + ": file VERSION should hold a number, found 'what' (if this is a Millrace data "
                + "directory, write the version it was made by (1 or less) into that file)\n", failure(data));
    }

    @Test
    @Timeout(60)
    void theShellsExitCodeTellsAnError() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory.resolve("data"))) {
            assertEquals(0, shell("-u", server.url(), "-e", "SELECT 1 AS a, '字' AS b", "--format", "csv"));
            assertEquals(1, shell("-u", server.url(), "-e", "SELECT 1; SELEC 2"));
            assertEquals(2, shell("-u", server.url(), "-f", directory.resolve("none.sql").toString()));
            assertEquals(1, shell("-u", "http://127.0.0.1:1", "-e", "SELECT 1"));
            assertEquals(2, shell("--no-such-option"));
        }
    }

    private static int shell(String... options) throws Exception {
        Process process =
                ServerProcess.run(java.util.stream.Stream.concat(java.util.stream.Stream.of("sql"), List.of(options).stream()).toList());
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(false, said.contains("Exception"), said);
        return process.waitFor();
    }
}
