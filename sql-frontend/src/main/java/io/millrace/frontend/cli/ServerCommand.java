package io.millrace.frontend.cli;

import io.millrace.common.error.MillraceException;
import io.millrace.common.port.SystemClock;
import io.millrace.frontend.server.MillraceServer;
import io.millrace.frontend.server.ServerOptions;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace server}: runs until it is told to stop. */
@Command(name = "server", description = "Run a server; prints one line with its URL once it answers.", mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    @Mixin
    private ServerFlags flags;

    @Override
    public Integer call() throws InterruptedException {
        MillraceServer server;
        ServerOptions options;
        try {
            options = flags.resolve();
            server = MillraceServer.start(options, new SystemClock(), new SecureRandom(), ProductVersion.number());
        } catch (MillraceException e) {
            System.err.println("millrace: " + e.getMessage() + e.hint().map(hint -> " (" + hint + ")").orElse(""));
            return 1;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("millrace-stop").unstarted(() -> {
            server.close();
            stopped.countDown();
        }));
        System.out.println("Millrace " + ProductVersion.number() + " is ready at " + server.url() + " (data in "
                + options.node().dataDirectory().toAbsolutePath().normalize() + ")");
        stopped.await();
        return 0;
    }
}
