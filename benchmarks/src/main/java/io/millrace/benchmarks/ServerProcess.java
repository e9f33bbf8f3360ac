package io.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server started by the launcher, on free ports over a directory of its own. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final String authority;

    private ServerProcess(Process process, String authority) {
        this.process = process;
        this.authority = authority;
    }

    static ServerProcess start(Path launcher, Path data) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(launcher.toAbsolutePath().toString(), "server", "--data", data.toString(), "--http-port", "0",
                "--raft-port", "0", "--flight-port", "0", "--pg-port", "0").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            int at = line.indexOf("http://");
            if (at >= 0) {
                return new ServerProcess(process, line.substring(at + "http://".length()).split("[/\\s]")[0]);
            }
        }
        throw new IllegalStateException("the server ended with code " + process.waitFor() + " before it was ready");
    }

    /** Host and port. */
    String authority() {
        return authority;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
