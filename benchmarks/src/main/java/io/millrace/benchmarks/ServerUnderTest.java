package io.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server in a process of its own, on free ports. */
record ServerUnderTest(Process process, String url) implements AutoCloseable {
    static ServerUnderTest start(Path launcher, Path data) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(launcher.toAbsolutePath().toString(), "server", "--data", data.toString(), "--http-port", "0",
                "--raft-port", "0", "--flight-port", "0", "--pg-port", "0").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            int at = line.indexOf("http://");
            if (at >= 0) {
                return new ServerUnderTest(process, line.substring(at).split("\\s")[0]);
            }
        }
        throw new IllegalStateException("the server ended with code " + process.waitFor() + " before it was ready");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
