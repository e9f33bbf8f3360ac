package io.millrace.frontend.cli;

import io.millrace.cluster.node.NodeOptions;
import io.millrace.cluster.view.StateOptions;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.http.HttpOptions;
import io.millrace.frontend.http.Tls;
import io.millrace.frontend.server.LoginOptions;
import io.millrace.frontend.server.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Options of every command that starts a server. What is given here goes before the configuration file, which goes before what is built in. */
final class ServerFlags {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)i?b?");
    private static final String LOOPBACK = "127.0.0.1";
    private static final int FLIGHT_PORT = 8241;
    private static final int RAFT_PORT = 8242;
    private static final int PG_PORT = 8243;
    private static final long SLOW_CLIENT_MILLIS = 30_000;

    @Option(names = "--config", paramLabel = "F", description = "file of lines 'name: value' or 'name = value', the names those of the options")
    private Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "data directory (default ./millrace-data)")
    private String data;

    @Option(names = "--host", paramLabel = "H", description = "address to listen on (default 127.0.0.1)")
    private String host;

    @Option(names = "--http-port", paramLabel = "N", description = "HTTP and console (default 8240; 0: any free one)")
    private String httpPort;

    @Option(names = "--flight-port", paramLabel = "N", description = "Arrow Flight SQL (default 8241)")
    private String flightPort;

    @Option(names = "--raft-port", paramLabel = "N", description = "metadata (default 8242)")
    private String raftPort;

    @Option(names = "--pg-port", paramLabel = "N", description = "PostgreSQL wire protocol (default 8243)")
    private String pgPort;

    @Option(names = "--exchange-port", paramLabel = "N", description = "where workers join (none by default; 0: any free one)")
    private String exchangePort;

    @Option(names = "--memory", paramLabel = "SIZE", description = "column data of all queries and views together (default half of the machine's memory)")
    private String memory;

    @Option(names = "--query-memory", paramLabel = "SIZE", description = "of one query (default three quarters of --memory)")
    private String queryMemory;

    @Option(names = "--state-backend", paramLabel = "B", description = "where views keep their state that do not say it themselves: memory (default), rocksdb, auto")
    private String stateBackend;

    @Option(names = "--state-memory", paramLabel = "SIZE", description = "of all state in RocksDB together, its caches included (default an eighth of --memory)")
    private String stateMemory;

    @Option(names = "--threads", paramLabel = "N", description = "that execute (default one a core)")
    private String threads;

    @Option(names = "--allowed-hosts", paramLabel = "NAMES", description = "names, with commas between, by which browsers may reach the server besides localhost")
    private String allowedHosts;

    @Option(names = "--slow-client-timeout", paramLabel = "MS", description = "an answer that its client takes nothing of for that long is cut off (default 30000)")
    private String slowClientTimeout;

    @Option(names = "--auth", paramLabel = "A", description = "users: who has to log in once there is a user (default); none: nobody has to, ever")
    private String auth;

    @Option(names = "--admin-password-file", paramLabel = "F", description = "file with the password of user admin, who is made if there is no user yet (or set MILLRACE_ADMIN_PASSWORD)")
    private String adminPasswordFile;

    @Option(names = "--strict-state", paramLabel = "BOOL", description = "true: views are refused whose state nothing bounds (default false)")
    private String strictState;

    @Option(names = "--tls-certificate", paramLabel = "F", description = "certificate in PEM form: HTTP is encrypted")
    private String tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "F", description = "its private key in PEM form")
    private String tlsKey;

    ServerOptions resolve() {
        ConfigFile file = config == null ? ConfigFile.EMPTY : ConfigFile.read(config);
        String address = file.value("host", host).orElse(LOOPBACK);
        long memoryBytes = file.value("memory", memory).map(text -> size("memory", text)).orElseGet(ServerFlags::defaultMemory);
        long queryBytes = file.value("query-memory", queryMemory).map(text -> size("query-memory", text)).orElse(memoryBytes / 4 * 3);
        int cores = Runtime.getRuntime().availableProcessors();
        NodeOptions node = new NodeOptions(
                Path.of(file.value("data", data).orElse("millrace-data")),
                address,
                port("raft-port", file.value("raft-port", raftPort), RAFT_PORT),
                memoryBytes,
                queryBytes,
                (int) number("threads", file.value("threads", threads), cores, 1, 1024),
                file.value("exchange-port", exchangePort).map(text -> OptionalInt.of(port("exchange-port", Optional.of(text), 0)))
                        .orElse(OptionalInt.empty()),
                new StateOptions(
                        file.value("state-backend", stateBackend).map(ServerFlags::backend).orElse(StateOptions.DEFAULT.standard()),
                        file.value("state-memory", stateMemory).map(text -> size("state-memory", text)).orElse(memoryBytes / 8)));
        List<String> hosts = file.value("allowed-hosts", allowedHosts).map(text -> List.of(text.split("\\s*,\\s*"))).orElse(List.of());
        long slowMillis = number("slow-client-timeout", file.value("slow-client-timeout", slowClientTimeout), SLOW_CLIENT_MILLIS, 1,
                86_400_000);
        // These doors are not built yet; their ports are checked all the same, so that a start line stays valid.
        port("flight-port", file.value("flight-port", flightPort), FLIGHT_PORT);
        port("pg-port", file.value("pg-port", pgPort), PG_PORT);
        HttpOptions http =
                new HttpOptions(address, port("http-port", file.value("http-port", httpPort), HttpOptions.DEFAULT_PORT), hosts, slowMillis,
                        tls(file.value("tls-certificate", tlsCertificate), file.value("tls-key", tlsKey)));
        LoginOptions login = new LoginOptions(
                loginRequired(file.value("auth", auth).orElse("users")),
                PasswordSource.of(file.value("admin-password-file", adminPasswordFile), "MILLRACE_ADMIN_PASSWORD"));
        boolean strict = file.value("strict-state", strictState).map(text -> flag("strict-state", text)).orElse(false);
        file.requireAllUsed();
        return new ServerOptions(node, http, login, strict);
    }

    private static Optional<Tls> tls(Optional<String> certificate, Optional<String> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "--tls-certificate and --tls-key go together");
        }
        return certificate.map(file -> new Tls(Path.of(file), Path.of(key.get())));
    }

    private static StateOptions.Backend backend(String text) {
        return StateOptions.Backend.named(text).orElseThrow(() -> new MillraceException(
                ErrorCode.CONFIGURATION_ERROR, "--state-backend: expected memory, rocksdb or auto, found '" + text + "'"));
    }

    private static boolean loginRequired(String text) {
        return switch (text) {
            case "users" -> true;
            case "none" -> false;
            default -> throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "--auth: expected users or none, found '" + text + "'");
        };
    }

    static boolean flag(String name, String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, name + ": expected true or false, found '" + text + "'");
        }
        return Boolean.parseBoolean(text);
    }

    static long defaultMemory() {
        java.lang.management.OperatingSystemMXBean system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        long total = system instanceof com.sun.management.OperatingSystemMXBean machine ? machine.getTotalMemorySize() : 4L << 30;
        return Math.max(256L << 20, total / 2);
    }

    static int port(String name, Optional<String> text, int initial) {
        return (int) number(name, text, initial, 0, 65_535);
    }

    static long number(String name, Optional<String> text, long initial, long least, long most) {
        if (text.isEmpty()) {
            return initial;
        }
        try {
            long value = Long.parseLong(text.get().strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new MillraceException(
                ErrorCode.CONFIGURATION_ERROR,
                "--" + name + ": expected a number from " + least + " to " + most + ", found '" + text.get() + "'");
    }

    static long size(String name, String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new MillraceException(ErrorCode.CONFIGURATION_ERROR,
                    "--" + name + ": expected a size like 512m or 4g, found '" + text + "'");
        }
        int shift = switch (matcher.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            case "t" -> 40;
            default -> 0;
        };
        long bytes = Long.parseLong(matcher.group(1)) << shift;
        if (bytes < 16L << 20) {
            throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "--" + name + ": expected at least 16m, found '" + text + "'");
        }
        return bytes;
    }
}
