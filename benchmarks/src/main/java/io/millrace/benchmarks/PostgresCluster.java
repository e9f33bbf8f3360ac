package io.millrace.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A PostgreSQL server of the distribution's, over a directory of its own, that listens on a free port of the loopback address alone. */
final class PostgresCluster implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final long START_SECONDS = 30;

    private final Path binaries;
    private final String directory;
    private final int port;
    private final Process process;

    private PostgresCluster(Path binaries, String directory, int port, Process process) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Absent where PostgreSQL is not installed. */
    static Optional<PostgresCluster> start() throws IOException, InterruptedException {
        Optional<Path> binaries = binaries();
        if (binaries.isEmpty()) {
            return Optional.empty();
        }
        Path bin = binaries.get();
        String directory = output(asUser("mktemp", "-d", "/tmp/millrace-bench-postgres.XXXXXX")).strip();
        output(asUser(bin.resolve("initdb").toString(), "-D", directory, "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-locale"));
        int port = freePort();
        Process process = new ProcessBuilder(asUser(bin.resolve("postgres").toString(), "-D", directory, "-p", Integer.toString(port), "-c",
                "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "shared_buffers=1GB"))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).directory(new java.io.File("/tmp")).start();
        PostgresCluster cluster = new PostgresCluster(bin, directory, port, process);
        cluster.awaitReady();
        return Optional.of(cluster);
    }

    private static Optional<Path> binaries() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin")).filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        }
    }

    /** PostgreSQL does not run as root. */
    private static List<String> asUser(String... command) {
        List<String> all = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            all.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).directory(new java.io.File("/tmp")).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                DriverManager.getConnection(url()).close();
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException("PostgreSQL did not start", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=bench";
    }

    String version() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url())) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        output(asUser(binaries.resolve("pg_ctl").toString(), "-D", directory, "-m", "immediate", "stop"));
        process.waitFor();
        output(asUser("rm", "-rf", directory));
    }
}
