package io.millrace.storage.kafka;

import io.millrace.frontend.cli.MillraceMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code millrace server} in a process of its own, to be killed. */
final class EngineProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("is ready at (http://\\S+) ");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private EngineProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts a server and waits until it is ready. */
    static EngineProcess start(Path data) throws IOException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-modules=jdk.incubator.vector", "-Darrow.allocation.manager.type=Unsafe", "-Xmx512m", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), MillraceMain.class.getName(),
                "server", "--data", data.toString(), "--http-port", "0", "--raft-port", "0", "--memory", "1g", "--threads", "2")
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                // Whatever it says later must not fill the pipe.
                Thread.ofVirtual().name("server-output").start(() -> drain(lines));
                return new EngineProcess(process, ready.group(1));
            }
        }
        throw new IOException("the server did not start:\n" + said);
    }

    private static void drain(BufferedReader lines) {
        try (lines) {
            while (lines.readLine() != null) {
                // not looked at
            }
        } catch (IOException e) {
            // The process is gone, and with it what it says.
        }
    }

    /** Runs statements, which must succeed; the last one's rows as lines of CSV. */
    List<String> sql(String sql) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/sql?format=csv")).timeout(TIMEOUT)
                        .POST(HttpRequest.BodyPublishers.ofString(sql)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(sql + "\n" + answer.statusCode() + " " + answer.body());
        }
        return answer.body().lines().skip(1).toList();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        client.close();
    }
}
