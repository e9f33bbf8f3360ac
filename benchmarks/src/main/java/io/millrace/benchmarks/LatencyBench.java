package io.millrace.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * From an event to the subscriber of a view that counts it, at a fixed rate: a server process, writers that send batches when they are due whether or not
 * the ones before were slow, and a subscriber.
 */
@Command(name = "latency", description = "From an event to the subscriber of a view, under load.", mixinStandardHelpOptions = true)
final class LatencyBench implements Callable<Integer> {
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int WARM_SECONDS = 10;

    @Option(names = "--rate", defaultValue = "100000", description = "events a second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--keys", defaultValue = "1000", description = "keys (default ${DEFAULT-VALUE})")
    private int keys;

    @Option(names = "--batch", defaultValue = "250", description = "events a request (default ${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--clients", defaultValue = "2", description = "writers (default ${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--seconds", defaultValue = "20", description = "how long, after 10 s that do not count (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--launcher", defaultValue = "bin/millrace", description = "the launcher (default ${DEFAULT-VALUE})")
    private Path launcher;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Integer call() throws Exception {
        if (keys % clients != 0 || keys / clients % batch != 0 && batch % (keys / clients) != 0) {
            throw new IllegalArgumentException("expected keys that clients share evenly, and batches that go round them evenly");
        }
        Path folder = Files.createTempDirectory("millrace-bench-latency");
        try (ServerUnderTest server = ServerUnderTest.start(launcher, folder.resolve("data"))) {
            measure(server.url(), DiskSync.micros(folder.resolve("sync")));
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        return 0;
    }

    private void measure(String url, double[] sync) throws Exception {
        post(url + "/v1/sql", "CREATE STREAM events (key INTEGER)");
        post(url + "/v1/sql", "CREATE MATERIALIZED VIEW counts AS SELECT key, COUNT(*) AS n FROM events GROUP BY key");
        int eventsOfKey = (WARM_SECONDS + seconds) * rate / keys;
        long start = System.nanoTime() + NANOS_PER_SECOND / 2;
        EventLatencies latencies = new EventLatencies(keys, eventsOfKey, start + WARM_SECONDS * NANOS_PER_SECOND);
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(url.replace("http:", "ws:") + "/v1/live?view=public.counts"), latencies).join();
        latencies.awaitSubscribed(PATIENCE_MILLIS);
        try (ExecutorService writers = Executors.newFixedThreadPool(clients, Thread.ofPlatform().name("writer-", 0).factory())) {
            List<Future<?>> writing = new ArrayList<>();
            for (int w = 0; w < clients; w++) {
                int writer = w;
                writing.add(writers.submit(() -> {
                    write(url, writer, eventsOfKey, start, latencies);
                    return null;
                }));
            }
            for (Future<?> one : writing) {
                one.get();
            }
        }
        long missing = latencies.awaitAll(PATIENCE_MILLIS);
        socket.abort();
        report(latencies.millis(), missing, sync);
        client.shutdownNow();
    }

    /** Sends the events of its share of the keys, the keys in turn; event i of a writer is due i / its rate after the start. */
    private void write(String url, int writer, int eventsOfKey, long start, EventLatencies latencies) throws Exception {
        int share = keys / clients;
        long events = (long) share * eventsOfKey;
        double nanosBetween = (double) NANOS_PER_SECOND * clients / rate;
        StringBuilder body = new StringBuilder();
        for (long first = 0; first < events; first += batch) {
            body.setLength(0);
            body.append("key\n");
            long last = Math.min(events, first + batch);
            // A batch is due when its last event is: until then it cannot be whole.
            long due = start + (long) (last * nanosBetween);
            for (long i = first; i < last; i++) {
                int key = writer * share + (int) (i % share);
                latencies.due(key, (int) (i / share), due);
                body.append(key).append('\n');
            }
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            post(url + "/v1/ingest/public.events?format=csv", body.toString());
        }
    }

    private void report(double[] millis, long missing, double[] sync) {
        Report report = new Report("From an event to a view's subscriber at %,d events/s".formatted(rate));
        report.line(
                ("`bin/millrace bench latency --rate %d --keys %d --batch %d --clients %d --seconds %d`; a server process of its own; a view that counts "
                        + "by key over a stream of one partition; %d writers send %d events a request over HTTP (CSV), each durable (group-committed fdatasync) before "
                        + "the answer; one subscriber over a WebSocket. All on one machine. Milliseconds of every event from when its request was due, be the ones "
                        + "before late or not, to the arrival of a count that holds it. The disk's own write + fdatasync of 4 KiB: p50 %.2f ms, p99 %.2f ms.")
                        .formatted(rate, keys, batch, clients, seconds, clients, batch, Samples.at(sync, 0.5) / 1000,
                                Samples.at(sync, 0.99) / 1000));
        report.line("");
        report.line("| events | p50 | p90 | p99 | p99.9 | most |");
        report.line("|---|---|---|---|---|---|");
        report.line("| %,d | %.1f | %.1f | %.1f | %.1f | %.1f |".formatted(millis.length, Samples.at(millis, 0.5), Samples.at(millis, 0.9),
                Samples.at(millis, 0.99), Samples.at(millis, 0.999), Samples.at(millis, 1)));
        if (missing > 0) {
            report.line("");
            report.line("%,d events did not arrive within %d s.".formatted(missing, PATIENCE_MILLIS / 1000));
        }
        if (append != null) {
            report.appendTo(append);
        }
    }

    private void post(String url, String text) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(text)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(url + ": " + response.body());
        }
    }
}
