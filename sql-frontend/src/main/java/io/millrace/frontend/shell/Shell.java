package io.millrace.frontend.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The interactive shell: lines are gathered until a semicolon, Ctrl-C cancels what runs or clears what is typed, Ctrl-D leaves. */
public final class Shell {
    private static final String PROMPT = "millrace> ";
    private static final String PROMPT_MORE = "       -> ";

    private final SqlClient client;
    private final Function<PrintStream, StatementRunner> runners;

    /** {@code runners} makes the runner that prints to the terminal. */
    public Shell(SqlClient client, Function<PrintStream, StatementRunner> runners) {
        this.client = client;
        this.runners = runners;
    }

    /** Reads and runs statements until the user leaves. */
    public void run() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).encoding(StandardCharsets.UTF_8).build()) {
            PrintStream out = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
            StatementRunner runner = runners.apply(out);
            SqlCompleter completer = new SqlCompleter(client);
            completer.refresh();
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .parser(new StatementLines())
                    .completer(completer)
                    .history(new HistoryWithoutPasswords())
                    .variable(LineReader.HISTORY_FILE, Path.of(System.getProperty("user.home", "."), ".millrace_history"))
                    .variable(LineReader.SECONDARY_PROMPT_PATTERN, PROMPT_MORE)
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .build();
            out.println("Connected to " + client.server() + ". Statements end with ; — \\q or Ctrl-D leaves, Tab completes.");
            out.flush();
            while (true) {
                try {
                    String text = reader.readLine(PROMPT);
                    if (isLeaving(text)) {
                        return;
                    }
                    terminal.handle(Terminal.Signal.INT, ignored -> runner.cancel());
                    runner.runAll(text);
                    if (text.toLowerCase(Locale.ROOT).matches("(?s)\\s*(create|drop).*")) {
                        completer.refresh();
                    }
                } catch (UserInterruptException e) {
                    // What was typed is dropped.
                } catch (EndOfFileException e) {
                    return;
                } finally {
                    out.flush();
                }
            }
        }
    }

    /** Lines that may hold a password are not written down. */
    private static final class HistoryWithoutPasswords extends DefaultHistory {
        @Override
        public void add(Instant time, String line) {
            if (!line.toLowerCase(Locale.ROOT).contains("password")) {
                super.add(time, line);
            }
        }
    }

    private static boolean isLeaving(String text) {
        return List.of("\\q", "exit", "quit", "exit;", "quit;").contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** Asks for more lines until the last statement has its semicolon. */
    private static final class StatementLines implements Parser {
        private final DefaultParser words = new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]);

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !isLeaving(line)) {
                List<StatementSplitter.Piece> pieces = StatementSplitter.split(line);
                if (!pieces.isEmpty() && !pieces.getLast().ended()) {
                    throw new EOFError(-1, cursor, "more lines are needed");
                }
            }
            return words.parse(line, cursor, context);
        }
    }
}
