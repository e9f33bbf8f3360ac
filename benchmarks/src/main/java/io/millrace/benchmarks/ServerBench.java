package io.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A server process as its clients meet it: start, SELECT 1, single-row INSERTs, memory; beside the disk's own fsync. */
@Command(name = "server", description = "Start-up, SELECT 1 and single-row INSERTs over HTTP.", mixinStandardHelpOptions = true)
final class ServerBench implements Callable<Integer> {
    @Option(names = "--inserts", defaultValue = "10000", description = "rows to insert (default ${DEFAULT-VALUE})")
    private int inserts;

    @Option(names = "--selects", defaultValue = "5000", description = "times of SELECT 1 (default ${DEFAULT-VALUE})")
    private int selects;

    @Option(names = "--starts", defaultValue = "3", description = "starts of which the median counts (default ${DEFAULT-VALUE})")
    private int starts;

    @Option(names = "--launcher", defaultValue = "bin/millrace", description = "the launcher (default ${DEFAULT-VALUE})")
    private Path launcher;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-server");
        try {
            measure(folder);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        return 0;
    }

    private void measure(Path folder) throws Exception {
        double[] startMillis = new double[starts];
        for (int i = 0; i < starts - 1; i++) {
            startMillis[i] = start(folder.resolve("start" + i)).stop();
        }
        Running server = start(folder.resolve("data"));
        startMillis[starts - 1] = server.millisToFirstAnswer;
        Report report = new Report("A server as its clients meet it");
        report.line(
                "`bin/millrace bench server --inserts " + inserts + " --selects " + selects + "`; the client runs on the same machine.");
        report.line("");
        report.line("| what | figure |");
        report.line("|---|---|");
        report.line("| start of the process to the first answered query, median of %d | %.0f ms |".formatted(starts,
                Samples.median(startMillis)));
        report.line("| peak memory after start | %d MiB |".formatted(server.peakMebibytes()));
        latencies(server, selects); // warm
        double[] micros = latencies(server, selects);
        report.line("| `SELECT 1` over HTTP, one client | p50 %.2f ms, p99 %.2f ms |".formatted(
                Samples.at(micros, 0.5) / 1000, Samples.at(micros, 0.99) / 1000));
        double[] fsync = DiskSync.micros(folder.resolve("fsync"));
        report.line("| the disk's own write + fdatasync of 4 KiB | p50 %.2f ms, p99 %.2f ms |".formatted(
                Samples.at(fsync, 0.5) / 1000, Samples.at(fsync, 0.99) / 1000));
        server.sql("CREATE TABLE bench_inserts (id BIGINT, name VARCHAR, price DECIMAL(10, 2))");
        report.line("| single-row INSERTs, 1 client | %.0f/s |".formatted(insertsPerSecond(server, 1)));
        report.line("| single-row INSERTs, 32 clients | %.0f/s |".formatted(insertsPerSecond(server, 32)));
        report.line("| peak memory after that | %d MiB |".formatted(server.peakMebibytes()));
        server.stop();
        if (append != null) {
            report.appendTo(append);
        }
    }

    private double[] latencies(Running server, int times) throws Exception {
        double[] micros = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            server.sql("SELECT 1");
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(micros);
        return micros;
    }

    private double insertsPerSecond(Running server, int clients) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(clients, Thread.ofPlatform().name("client-", 0).factory());
        long start = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            int first = c;
            all.add(executor.submit(() -> {
                for (int i = first; i < inserts; i += clients) {
                    server.sql("INSERT INTO bench_inserts VALUES (" + i + ", 'name " + i + "', " + i % 1000 + ".50)");
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        executor.shutdown();
        return inserts / ((System.nanoTime() - start) / 1e9);
    }

    private Running start(Path data) throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(launcher.toAbsolutePath().toString(), "server", "--data", data.toString(), "--http-port", "0",
                "--raft-port", "0", "--flight-port", "0", "--pg-port", "0").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            int at = line.indexOf("http://");
            if (at >= 0) {
                Running running = new Running(process, line.substring(at).split("\\s")[0]);
                running.sql("SELECT 1");
                running.millisToFirstAnswer = (System.nanoTime() - start) / 1e6;
                return running;
            }
        }
        throw new IllegalStateException("the server ended with code " + process.waitFor() + " before it was ready");
    }

    /** A server process. */
    private final class Running {
        private final Process process;
        private final String url;
        private double millisToFirstAnswer;

        Running(Process process, String url) {
            this.process = process;
            this.url = url;
        }

        void sql(String text) throws IOException, InterruptedException {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(url + "/v1/sql")).POST(HttpRequest.BodyPublishers.ofString(text)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(text + ": " + response.body());
            }
        }

        long peakMebibytes() {
            return PeakMemory.mebibytes(process.pid());
        }

        double stop() throws InterruptedException {
            process.destroy();
            process.waitFor();
            return millisToFirstAnswer;
        }
    }
}
