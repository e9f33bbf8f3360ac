package io.millrace.frontend.cli;

import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SystemClock;
import io.millrace.frontend.demo.Demo;
import io.millrace.frontend.server.MillraceServer;
import io.millrace.frontend.server.ServerOptions;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace demo}: a server with sample layers, live streams and a dashboard; prints the dashboard's URL. */
@Command(name = "demo", description = "Run a server with sample layers, live streams and a dashboard.", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private ServerFlags flags;

    @Option(names = "--no-layers", description = "leave the warehouse layers out; only the streams")
    private boolean withoutLayers;

    @Override
    public Integer call() throws InterruptedException {
        Clock clock = new SystemClock();
        RandomGenerator random = new SecureRandom();
        long start = clock.monotonicNanos();
        ServerOptions options;
        MillraceServer server;
        try {
            options = flags.resolve();
            server = MillraceServer.start(options, clock, random, ProductVersion.number());
        } catch (MillraceException e) {
            System.err.println("millrace: " + e.getMessage() + e.hint().map(hint -> " (" + hint + ")").orElse(""));
            return 1;
        }
        Demo demo = new Demo(server.engine(), clock, random,
                line -> System.out.println(String.format(Locale.ROOT, "[%5.1f s] %s", (clock.monotonicNanos() - start) / 1e9, line)));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("millrace-stop").unstarted(() -> {
            demo.close();
            server.close();
            stopped.countDown();
        }));
        try {
            demo.startStreams();
            System.out.println("Millrace " + ProductVersion.number() + " demo: the live dashboard is at " + server.url() + "/#/demo");
            if (!withoutLayers) {
                demo.buildLayers(options.node().dataDirectory().resolve("demo-files"));
                System.out.println("The layers ods, dim, dwd, dws and ads are ready; try: bin/millrace sql -u " + server.url()
                        + " -e 'SELECT * FROM ads.top_nations WHERE place = 1'");
            }
        } catch (MillraceException e) {
            System.err.println("millrace: " + e.getMessage() + e.hint().map(hint -> " (" + hint + ")").orElse(""));
            return 1;
        }
        stopped.await();
        return 0;
    }
}
