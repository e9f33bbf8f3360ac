package io.millrace.frontend.cli;

import io.millrace.cluster.transport.ClusterSecret;
import io.millrace.cluster.worker.WorkerNode;
import io.millrace.cluster.worker.WorkerOptions;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.SystemClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace worker}: runs tasks for a server until it is told to stop. */
@Command(name = "worker", description = "Run a worker, which takes parts of a server's queries.", mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");

    @Option(names = "--server", paramLabel = "HOST:PORT", required = true, description = "the server and its --exchange-port")
    private String server;

    @Option(names = "--secret", paramLabel = "FILE", required = true, description = "the file " + ClusterSecret.FILE
            + " of the server's data directory, or a copy")
    private Path secret;

    @Option(names = "--data", paramLabel = "DIR", description = "for what does not fit into memory (default ./millrace-worker)", defaultValue = "millrace-worker")
    private Path data;

    @Option(names = "--host", paramLabel = "H", description = "address to listen on, by which server and workers reach this one (default 127.0.0.1)", defaultValue = "127.0.0.1")
    private String host;

    @Option(names = "--exchange-port", paramLabel = "N", description = "where others read what tasks here put out (default any free one)")
    private String exchangePort;

    @Option(names = "--memory", paramLabel = "SIZE", description = "column data of all queries together (default half of the machine's memory)")
    private String memory;

    @Option(names = "--threads", paramLabel = "N", description = "that execute (default one a core)")
    private String threads;

    @Override
    public Integer call() throws InterruptedException {
        WorkerNode worker;
        try {
            worker = WorkerNode.start(options(), ClusterSecret.read(secret), new SystemClock(), new SecureRandom());
        } catch (MillraceException e) {
            System.err.println("millrace: " + e.getMessage() + e.hint().map(hint -> " (" + hint + ")").orElse(""));
            return 1;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("millrace-stop").unstarted(() -> {
            worker.close();
            stopped.countDown();
        }));
        System.out.println("Millrace " + ProductVersion.number() + " worker " + worker.place() + " takes tasks from " + server);
        stopped.await();
        return 0;
    }

    private WorkerOptions options() {
        Matcher address = ADDRESS.matcher(server);
        if (!address.matches()) {
            throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "--server: expected HOST:PORT, found '" + server + "'");
        }
        return new WorkerOptions(
                data,
                address.group(1),
                ServerFlags.port("server", Optional.of(address.group(2)), 0),
                host,
                ServerFlags.port("exchange-port", Optional.ofNullable(exchangePort), 0),
                memory == null ? ServerFlags.defaultMemory() : ServerFlags.size("memory", memory),
                (int) ServerFlags.number("threads", Optional.ofNullable(threads), Runtime.getRuntime().availableProcessors(), 1, 1024));
    }
}
