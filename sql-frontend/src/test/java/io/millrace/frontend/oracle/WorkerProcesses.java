package io.millrace.frontend.oracle;

import io.millrace.cluster.transport.ClusterSecret;
import io.millrace.frontend.cli.MillraceMain;
import io.millrace.frontend.server.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Worker processes on this machine that have joined a server. */
final class WorkerProcesses implements AutoCloseable {
    private static final long WAIT_MILLIS = 30_000;

    private final TestServer server;
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();

    WorkerProcesses(TestServer server, Path directory, int count) {
        this.server = server;
        this.directory = directory;
        for (int i = 0; i < count; i++) {
            start();
        }
        until(() -> joined() == count);
    }

    int joined() {
        return server.server().engine().node().workers().size();
    }

    void start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-modules=jdk.incubator.vector", "-Darrow.allocation.manager.type=Unsafe", "-XX:TieredStopAtLevel=1", "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), MillraceMain.class.getName(), "worker",
                "--server", "127.0.0.1:" + server.server().engine().node().exchangePort().getAsInt(),
                "--secret", server.server().engine().node().options().dataDirectory().resolve(ClusterSecret.FILE).toString(),
                "--data", directory.resolve("worker-" + processes.size()).toString(), "--threads", "2", "--memory", "512m"));
        try {
            processes.add(new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(directory.resolve("worker-" + processes.size() + ".log").toFile()).start());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void kill(int index) {
        processes.get(index).destroyForcibly();
    }

    /** As a machine that stands still. */
    void stop(int index) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(processes.get(index).pid())).start().waitFor();
    }

    long memoryBytes() {
        return server.server().engine().node().workers().stream().mapToLong(worker -> worker.memoryBytes()).sum();
    }

    /** Waits for a condition. */
    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited for " + WAIT_MILLIS + " ms in vain");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000L);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
