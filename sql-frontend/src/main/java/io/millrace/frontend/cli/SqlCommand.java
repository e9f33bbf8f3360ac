package io.millrace.frontend.cli;

import io.millrace.common.error.MillraceException;
import io.millrace.common.port.SystemClock;
import io.millrace.frontend.security.Secret;
import io.millrace.frontend.shell.OutputFormat;
import io.millrace.frontend.shell.Shell;
import io.millrace.frontend.shell.SqlClient;
import io.millrace.frontend.shell.StatementRunner;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace sql}: statements from an option, a file, standard input or a terminal. Exit code 1 if one fails. */
@Command(name = "sql", description = "Run SQL statements, or open a shell.", mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
    private static final int OUTPUT_BYTES = 1 << 16;

    @Option(names = {"-u",
            "--url"}, paramLabel = "URL", defaultValue = "http://localhost:8240", description = "of the server (default ${DEFAULT-VALUE})")
    private String url;

    @Option(names = {"-e", "--execute"}, paramLabel = "SQL", description = "statements to run")
    private String sql;

    @Option(names = {"-f", "--file"}, paramLabel = "FILE", description = "file of statements to run; - is standard input")
    private String file;

    @Option(names = "--format", paramLabel = "F", defaultValue = "table", description = "table, csv, tsv, json or ndjson (default ${DEFAULT-VALUE})")
    private String format;

    @Option(names = "--user", paramLabel = "U", description = "who logs in; the password comes from --password-file, MILLRACE_PASSWORD, or is asked for")
    private String user;

    @Option(names = "--password-file", paramLabel = "F", description = "file whose first line is the password")
    private String passwordFile;

    @Override
    public Integer call() throws IOException {
        OutputFormat output;
        try {
            output = OutputFormat.valueOf(format.toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException e) {
            System.err.println("millrace: unknown format '" + format + "', expected one of table, csv, tsv, json, ndjson");
            return 2;
        }
        if (sql != null && file != null) {
            System.err.println("millrace: -e and -f cannot be given both");
            return 2;
        }
        SqlClient client;
        try {
            client = new SqlClient(url, Optional.ofNullable(user), password(), new SecureRandom());
        } catch (MillraceException e) {
            System.err.println("millrace: " + e.getMessage());
            return 2;
        }
        boolean terminal = System.console() != null && System.console().isTerminal();
        if (sql == null && file == null && terminal) {
            new Shell(client, out -> new StatementRunner(client, output, out, out, new SystemClock(), true)).run();
            return 0;
        }
        String text;
        try {
            text = text();
        } catch (IOException e) {
            System.err.println("millrace: cannot read " + file + ": " + e.getMessage());
            return 2;
        }
        try (PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BYTES), false, StandardCharsets.UTF_8)) {
            return new StatementRunner(client, output, out, System.err, new SystemClock(), terminal).runAll(text) ? 0 : 1;
        }
    }

    /** Asked for only at a terminal. */
    private Optional<Secret> password() {
        if (user == null) {
            return Optional.empty();
        }
        Optional<Secret> given = PasswordSource.of(Optional.ofNullable(passwordFile), "MILLRACE_PASSWORD");
        Console console = System.console();
        if (given.isPresent() || console == null || !console.isTerminal()) {
            return given;
        }
        char[] typed = console.readPassword("Password of %s: ", user);
        return typed == null ? Optional.empty() : Optional.of(new Secret(new String(typed)));
    }

    private String text() throws IOException {
        if (sql != null) {
            return sql;
        }
        if (file != null && !file.equals("-")) {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        }
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
