package io.millrace.frontend.process;

import io.millrace.frontend.cli.MillraceMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code millrace server} in a process of its own, as users run it, on free ports over one directory. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("is ready at (http://\\S+) ");
    private static final String[][] DEFAULTS = {{"--http-port", "0"}, {"--raft-port", "0"}, {"--memory", "1g"}, {"--threads", "2"}};
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServerProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts a server and waits until it is ready. */
    static ServerProcess start(Path data, String... options) throws IOException {
        Process process = launch(data, options);
        StringBuilder said = new StringBuilder();
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                // Whatever it says later must not fill the pipe.
                Thread.ofVirtual().name("server-output").start(() -> drain(lines));
                return new ServerProcess(process, ready.group(1));
            }
        }
        throw new IOException("the server did not start:\n" + said);
    }

    /** Starts {@code millrace server} and waits for nothing; its output and errors come as one. */
    static Process launch(Path data, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("server", "--data", data.toString()));
        arguments.addAll(List.of(options));
        for (String[] option : DEFAULTS) {
            if (!arguments.contains(option[0])) {
                arguments.addAll(List.of(option));
            }
        }
        return run(arguments);
    }

    /** {@code millrace} with arguments. */
    static Process run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-modules=jdk.incubator.vector", "-Darrow.allocation.manager.type=Unsafe", "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                "-cp", System.getProperty("java.class.path"), MillraceMain.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
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

    String url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Runs statements, which must succeed; rows of the last as CSV with a header. */
    String sql(String sql) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("/v1/sql?format=csv", sql);
        if (answer.statusCode() != 200) {
            throw new AssertionError(sql + "\n" + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** A query's rows as lines of CSV, sorted. */
    List<String> rows(String query) throws IOException, InterruptedException {
        return sql(query).lines().skip(1).sorted().toList();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As {@code kill -9} does. Through the handle: the process itself would close its output under the reader. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** As an operator stops it; its exit code. */
    int stop() throws InterruptedException {
        process.toHandle().destroy();
        return process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        client.close();
    }
}
