package io.millrace.frontend.shell;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Shows on the terminal how far a statement is that takes over a second, by asking the server what runs. */
final class ProgressBar implements AutoCloseable {
    private static final long FIRST_MILLIS = 1_000;
    private static final long EVERY_MILLIS = 500;
    private static final int WIDTH = 30;
    /** Positions in SHOW QUERIES. */
    private static final int STATE = 1;
    private static final int PROGRESS = 5;
    private static final int ROWS_READ = 6;
    private static final int SQL = 8;

    private final URI server;
    private final String sql;
    private final PrintStream notes;
    private final ScheduledExecutorService timer;
    private final ScheduledFuture<?> showing;
    private HttpClient client;
    private boolean shown;
    private boolean closed;

    ProgressBar(SqlClient sqlClient, String sql, PrintStream notes, boolean active) {
        this.server = sqlClient.server();
        this.sql = sql;
        this.notes = notes;
        if (active) {
            timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("shell-progress").daemon().factory());
            showing = timer.scheduleWithFixedDelay(this::show, FIRST_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            timer = null;
            showing = null;
        }
    }

    private void show() {
        try {
            client = client == null ? HttpClient.newHttpClient() : client;
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/v1/sql"))
                    .POST(HttpRequest.BodyPublishers.ofString("SHOW QUERIES"))
                    .build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (JsonParser json = JsonValues.FACTORY.createParser(response.body())) {
                find(json);
            }
        } catch (IOException e) {
            // The statement itself tells what is wrong.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void find(JsonParser json) throws IOException {
        while (json.nextToken() != null) {
            if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("rows")) {
                json.nextToken();
                while (json.nextToken() == JsonToken.START_ARRAY) {
                    String[] row = new String[SQL + 2];
                    int column = 0;
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        row[column < row.length ? column++ : 0] = json.getText();
                    }
                    if ("running".equals(row[STATE]) && sql.equals(row[SQL])) {
                        draw(Double.parseDouble(row[PROGRESS]), row[ROWS_READ]);
                    }
                }
            }
        }
    }

    private synchronized void draw(double fraction, String rows) {
        if (closed) {
            return;
        }
        int done = (int) Math.round(Math.min(1, fraction) * WIDTH);
        notes.print("\r[" + "#".repeat(done) + ".".repeat(WIDTH - done) + "] " + Math.round(100 * fraction) + "%, " + rows + " rows read ");
        notes.flush();
        shown = true;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (timer != null) {
            showing.cancel(false);
            timer.shutdownNow();
        }
        if (shown) {
            notes.print("\r" + " ".repeat(WIDTH + 40) + "\r");
            notes.flush();
        }
    }
}
