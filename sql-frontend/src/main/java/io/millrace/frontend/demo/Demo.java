package io.millrace.frontend.demo;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.http.DashboardsEndpoint;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code millrace demo} adds to a server: streams that move with views over them, and warehouse layers built from files. Started again, it goes on. */
public final class Demo implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final long STOP_SECONDS = 5;

    private final SqlEngine engine;
    private final Clock clock;
    private final RandomGenerator random;
    private final Consumer<String> progress;
    private final ScheduledExecutorService feeds =
            Executors.newScheduledThreadPool(2, Thread.ofPlatform().name("demo-feed-", 0).daemon().factory());

    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    /** {@code progress} hears what is being done, in words for people. */
    public Demo(SqlEngine engine, Clock clock, RandomGenerator random, Consumer<String> progress) {
        this.engine = engine;
        this.clock = clock;
        this.random = random;
        this.progress = progress;
    }

    /** Makes the streams, the views and the dashboard over them, and begins to feed them. */
    public void startStreams() {
        script(DemoFiles.resource("streams.sql"), false);
        DashboardsEndpoint.storeIfAbsent(engine.node(), "demo", DemoFiles.resource("dashboard.json"));
        ShoppingFeed shopping = new ShoppingFeed(engine, clock, random);
        OrderFeed orders = new OrderFeed(engine, clock, random);
        every(shopping::emit);
        every(orders::emit);
    }

    private void every(Runnable emit) {
        running.add(feeds.scheduleAtFixedRate(() -> {
            try {
                emit.run();
            } catch (MillraceException e) {
                LOG.warn("the demo's rows were not taken: {}", e.getMessage());
            }
        }, 0, 1000 / ShoppingFeed.CALLS_A_SECOND, TimeUnit.MILLISECONDS));
    }

    /** Generates the files below {@code folder} and builds the layers ODS, DIM, DWD, DWS and ADS from them. */
    public void buildLayers(Path folder) {
        Path files = folder.toAbsolutePath().normalize();
        DemoFiles.generate(files, progress);
        script(DemoFiles.resource("layers.sql").replace("${files}", files.toString().replace("'", "''")), true);
    }

    private void script(String text, boolean told) {
        Session session = Session.initial();
        List<StatementParser.Parsed> statements = StatementParser.parse(text);
        for (StatementParser.Parsed statement : statements) {
            long start = clock.monotonicNanos();
            long rows = run(statement, session);
            if (told) {
                String firstLine = statement.sql().lines().findFirst().orElse("");
                progress.accept(String.format(Locale.ROOT, "%s%s (%.1f s)", firstLine.replaceAll(" \\($| \\(.*| AS$", ""),
                        rows < 0 ? "" : String.format(Locale.ROOT, ": %,d rows", rows),
                        (clock.monotonicNanos() - start) / 1e9));
            }
        }
    }

    private long run(StatementParser.Parsed statement, Session session) {
        try (StatementResult result = engine.run(statement, session, List.of(), rows -> {})) {
            return switch (result) {
                case StatementResult.Done done -> done.count();
                case StatementResult.Rows answer -> {
                    long rows = 0;
                    for (Batch batch = answer.rows().next(); batch != null; batch = answer.rows().next()) {
                        rows += batch.rows();
                        batch.close();
                    }
                    yield rows;
                }
            };
        }
    }

    @Override
    public void close() {
        running.forEach(feed -> feed.cancel(false));
        feeds.shutdown();
        try {
            if (!feeds.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the demo's feeds did not stop within {} seconds", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
