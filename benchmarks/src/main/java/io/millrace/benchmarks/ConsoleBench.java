package io.millrace.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The console in a real browser: first paint, size, frames while a large result is scrolled. */
@Command(name = "console", description = "First paint, size and scrolling of the console in Chromium.", mixinStandardHelpOptions = true)
final class ConsoleBench implements Callable<Integer> {
    @Option(names = "--launcher", defaultValue = "bin/millrace", description = "the launcher (default ${DEFAULT-VALUE})")
    private Path launcher;

    @Option(names = "--script", defaultValue = "web-console/test/browser/paint.mjs", description = "what measures (default ${DEFAULT-VALUE})")
    private Path script;

    @Option(names = "--browser", defaultValue = "/usr/bin/chromium", description = "the browser (default ${DEFAULT-VALUE})")
    private Path browser;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-console");
        try (ServerUnderTest server = ServerUnderTest.start(launcher, folder.resolve("data"));
                HttpClient client = HttpClient.newHttpClient()) {
            String rows = IntStream.range(0, 20_000).mapToObj(n -> "(" + n + ")").collect(Collectors.joining(","));
            HttpResponse<String> made = client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + "/v1/sql"))
                            .POST(HttpRequest.BodyPublishers.ofString("CREATE TABLE nums (n INTEGER); INSERT INTO nums VALUES " + rows))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (made.statusCode() != 200) {
                throw new IllegalStateException(made.body());
            }
            List<String> told = output("node", script.toString(), server.url(), browser.toString());
            Report report = new Report("The console in a browser");
            report.line("`bin/millrace bench console`; " + output(browser.toString(), "--version").getLast().strip()
                    + ", headless, without a GPU, on the same machine as the server.");
            report.line("");
            report.line("| what | figure |");
            report.line("|---|---|");
            told.stream().filter(line -> line.startsWith("|")).forEach(report::line);
            if (!told.getLast().equals("measured")) {
                throw new IllegalStateException(String.join("\n", told));
            }
            if (append != null) {
                report.appendTo(append);
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        return 0;
    }

    private static List<String> output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        process.waitFor();
        return lines.isEmpty() ? List.of("") : lines;
    }
}
