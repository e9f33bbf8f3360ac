package io.millrace.frontend.shell;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.util.Locale;

/** Runs statements one by one and prints what they give, or why not. */
public final class StatementRunner {
    private final SqlClient client;
    private final OutputFormat format;
    private final PrintStream out;
    private final PrintStream notes;
    private final Clock clock;
    private final boolean timed;
    private volatile boolean cancelled;

    /** @param timed whether progress and the time taken are shown: for people at a terminal */
    public StatementRunner(SqlClient client, OutputFormat format, PrintStream out, PrintStream notes, Clock clock, boolean timed) {
        this.client = client;
        this.format = format;
        this.out = out;
        this.notes = notes;
        this.clock = clock;
        this.timed = timed;
    }

    /** All statements of a text, up to the first that fails; whether none did. */
    public boolean runAll(String text) {
        for (StatementSplitter.Piece piece : StatementSplitter.split(text)) {
            if (!run(piece)) {
                return false;
            }
        }
        return true;
    }

    boolean run(StatementSplitter.Piece piece) {
        cancelled = false;
        long start = clock.monotonicNanos();
        try (ProgressBar progress = new ProgressBar(client, piece.sql(), notes, timed)) {
            send(piece, progress);
            progress.close();
            if (timed && format == OutputFormat.TABLE) {
                notes.println(String.format(Locale.ROOT, "Time: %.1f ms", (clock.monotonicNanos() - start) / 1e6));
            }
            return true;
        } catch (MillraceException e) {
            report(e);
        } catch (IOException e) {
            report(cancelled
                    ? new MillraceException(ErrorCode.QUERY_CANCELLED, "cancelled")
                    : new MillraceException(ErrorCode.IO_ERROR, "the answer broke off: " + e.getMessage(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void send(StatementSplitter.Piece piece, ProgressBar progress) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(piece.padded(), format.parameter());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw AnswerReader.errorOf(body);
            }
            progress.close();
            if (format.passedOn()) {
                body.transferTo(out);
                out.flush();
            } else {
                new AnswerReader(out, notes, format == OutputFormat.TABLE).read(body);
            }
        }
    }

    private void report(MillraceException e) {
        out.flush();
        notes.println("ERROR " + e.code().sqlState() + " " + e.code() + e.position().map(p -> " at " + p).orElse("") + ": "
                + e.getMessage());
        e.hint().ifPresent(hint -> notes.println("HINT: " + hint));
        notes.flush();
    }

    /** Cancels the statement that runs. */
    public void cancel() {
        cancelled = true;
        client.cancel();
    }
}
