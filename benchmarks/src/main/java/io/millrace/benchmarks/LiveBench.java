package io.millrace.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How soon a change of a view reaches those who follow it: a server process, a writer, and subscribers half over WebSockets, half as events. */
@Command(name = "live", description = "Delivery of a view's changes to many subscribers.", mixinStandardHelpOptions = true)
final class LiveBench implements Callable<Integer> {
    private static final String VIEW = "public.live_counts";
    private static final long PATIENCE_MILLIS = 30_000;

    @Option(names = "--subscribers", defaultValue = "200", description = "subscribers, half of each kind (default ${DEFAULT-VALUE})")
    private int subscribers;

    @Option(names = "--rate", defaultValue = "10", description = "rows inserted a second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "how long, after 5 s that do not count (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--launcher", defaultValue = "bin/millrace", description = "the launcher (default ${DEFAULT-VALUE})")
    private Path launcher;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench-live");
        try (ServerUnderTest server = ServerUnderTest.start(launcher, folder.resolve("data"))) {
            measure(server.url());
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        return 0;
    }

    private void measure(String url) throws Exception {
        int warm = 5 * rate;
        int updates = warm + seconds * rate;
        sql(url, "CREATE STREAM live_events (id BIGINT)");
        // Each change concerns one group, so that two inserts in one tick are seen apart.
        sql(url, "CREATE MATERIALIZED VIEW live_counts AS SELECT id % 100 AS slot, COUNT(*) AS n, MAX(id) AS id FROM live_events GROUP BY id % 100");
        Deliveries sockets = new Deliveries(updates, subscribers / 2);
        Deliveries events = new Deliveries(updates, subscribers - subscribers / 2);
        List<WebSocket> open = new ArrayList<>();
        List<CompletableFuture<HttpResponse<Void>>> streams = new ArrayList<>();
        String query = "/v1/live?view=" + VIEW;
        for (int i = 0; i < subscribers / 2; i++) {
            open.add(client.newWebSocketBuilder().buildAsync(URI.create(url.replace("http:", "ws:") + query), sockets.socket()).join());
        }
        for (int i = 0; i < subscribers - subscribers / 2; i++) {
            streams.add(client.sendAsync(HttpRequest.newBuilder(URI.create(url + query)).build(),
                    HttpResponse.BodyHandlers.fromLineSubscriber(events.lines())));
        }
        sockets.awaitSubscribed(PATIENCE_MILLIS);
        events.awaitSubscribed(PATIENCE_MILLIS);
        long[] sent = new long[updates];
        long[] acknowledged = new long[updates];
        write(url, sent, acknowledged);
        boolean whole = sockets.awaitAll(PATIENCE_MILLIS) & events.awaitAll(PATIENCE_MILLIS);
        Report report = new Report("A view's changes as its subscribers see them");
        report.line("`bin/millrace bench live --subscribers " + subscribers + " --rate " + rate + " --seconds " + seconds
                + "`; a server process of its own, one view with 100 groups over a stream, a row an INSERT; the client, on the same machine, is one "
                + "process with all subscribers. Milliseconds from the sending of the INSERT, and from its acknowledgement (the row is durable), to the "
                + "arrival of the change.");
        report.line("");
        report.line("| subscribers | changes delivered | from sending p50 | p99 | most | from acknowledgement p50 | p99 |");
        report.line("|---|---|---|---|---|---|---|");
        line(report, subscribers / 2 + " WebSockets", warm, sent, acknowledged, sockets);
        line(report, subscribers - subscribers / 2 + " event streams", warm, sent, acknowledged, events);
        line(report, "all " + subscribers, warm, sent, acknowledged, sockets, events);
        if (!whole) {
            report.line("");
            report.line("Not every change arrived within " + PATIENCE_MILLIS / 1000 + " s.");
        }
        if (append != null) {
            report.appendTo(append);
        }
        open.forEach(WebSocket::abort);
        streams.forEach(one -> one.cancel(true));
        client.shutdownNow();
    }

    private void write(String url, long[] sent, long[] acknowledged) throws Exception {
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("writer").factory())) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            int[] next = {0};
            var writing = clock.scheduleAtFixedRate(() -> {
                int id = next[0]++;
                if (id >= sent.length) {
                    done.complete(null);
                    return;
                }
                try {
                    sent[id] = System.nanoTime();
                    sql(url, "INSERT INTO live_events VALUES (" + id + ")");
                    acknowledged[id] = System.nanoTime();
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            }, 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
            done.get();
            writing.cancel(false);
            clock.shutdownNow();
        }
    }

    private static void line(Report report, String name, int warm, long[] sent, long[] acknowledged, Deliveries... all) {
        double[] fromSent = Stream.of(all).flatMapToDouble(one -> one.millisFrom(sent, warm)).sorted().toArray();
        double[] fromAcknowledged = Stream.of(all).flatMapToDouble(one -> one.millisFrom(acknowledged, warm)).sorted().toArray();
        int expected = Arrays.stream(all).mapToInt(Deliveries::subscribers).sum() * (sent.length - warm);
        report.line("| %s | %,d of %,d | %.1f | %.1f | %.1f | %.1f | %.1f |".formatted(name, fromSent.length, expected,
                Samples.at(fromSent, 0.5),
                Samples.at(fromSent, 0.99), Samples.at(fromSent, 1), Samples.at(fromAcknowledged, 0.5),
                Samples.at(fromAcknowledged, 0.99)));
    }

    private void sql(String url, String text) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(url + "/v1/sql")).POST(HttpRequest.BodyPublishers.ofString(text)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(text + ": " + response.body());
        }
    }
}
