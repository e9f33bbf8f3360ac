package io.millrace.frontend.http;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Schema;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.engine.StatementBatch;
import io.millrace.frontend.engine.StatementKinds;
import io.millrace.frontend.execution.Cancellable;
import io.millrace.frontend.execution.RowStream;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.format.Answer;
import io.millrace.frontend.format.ErrorJson;
import io.millrace.frontend.format.RowFormat;
import io.millrace.frontend.format.RowWriter;
import io.millrace.frontend.http.driver.DriverRequest;
import io.millrace.frontend.http.driver.DriverRequestReader;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.session.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** {@code POST /v1/sql}: runs the statements of the body and answers with what the last one gives. */
public final class SqlEndpoint implements Endpoint {
    static final int BODY_BYTES_MAX = 10 << 20;
    /** Batches of rows are longer than statements. */
    private static final int DRIVER_BODY_BYTES_MAX = 64 << 20;
    /** A result set that is read row by row may pause; TCP tells when its reader is gone. */
    private static final long DRIVER_PATIENCE_MILLIS = 24 * 3_600_000L;

    private final SqlEngine engine;
    private final HttpSessions sessions;
    private final RunningStatements running;

    public SqlEndpoint(SqlEngine engine, HttpSessions sessions, RunningStatements running) {
        this.engine = engine;
        this.sessions = sessions;
        this.running = running;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.method().equals("POST")) {
            exchange.setHeader("Allow", "POST");
            exchange.answer(405, "text/plain; charset=utf-8", "send statements with POST\n");
            return;
        }
        boolean driver = exchange.header("Content-Type").orElse("").startsWith("application/json");
        String text = exchange.text(driver ? DRIVER_BODY_BYTES_MAX : BODY_BYTES_MAX);
        RowFormat format = RowFormat.negotiate(exchange.parameter("format"), exchange.header("Accept"));
        Session session = sessions.of(exchange);
        Receiver receiver = new Receiver(exchange, format, session);
        exchange.onGone(receiver::gone);
        Optional<String> id = exchange.header("Millrace-Statement");
        try (RunningStatements.Registration ignored =
                id.isPresent() ? running.register(exchange.caller(), id.get(), receiver::cancel) : () -> {}) {
            if (driver) {
                run(DriverRequestReader.read(text), session, receiver);
            } else {
                engine.run(text, session, exchange.parameters("param"), receiver);
            }
        } finally {
            sessions.done(exchange, session);
        }
        if (!receiver.answered) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "the body holds no statement");
        }
    }

    private void run(DriverRequest request, Session session, Receiver receiver) throws IOException {
        Session now = session.during(request.settings());
        if (request.batch()) {
            receiver.batch(StatementBatch.run(engine, request.sql(), now, request.rows(), receiver::started));
            return;
        }
        List<Expr.Literal> values = request.rows().isEmpty() ? List.of() : request.rows().get(0);
        if (request.expect().filter(expect -> expect == DriverRequest.Expect.COUNT).isEmpty()) {
            Optional<StatementResult> known = engine.runKnown(request.sql(), now, values, receiver::started);
            if (known.isPresent()) {
                receiver.result(known.get(), true);
                return;
            }
        }
        List<StatementParser.Parsed> statements = StatementParser.parse(request.sql());
        if (!statements.isEmpty() && request.expect().isPresent()) {
            boolean rows = StatementKinds.givesRows(statements.getLast().statement());
            if (rows != (request.expect().get() == DriverRequest.Expect.ROWS)) {
                throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE, rows
                        ? "the statement gives rows, a count was asked for"
                        : "the statement gives no rows, a query was asked for");
            }
        }
        engine.run(statements, now, values, receiver);
    }

    /** Passes over all results but the last, which it writes. */
    private final class Receiver implements SqlEngine.Receiver {
        private final HttpExchange exchange;
        private final RowFormat format;
        private final Session session;
        private volatile Cancellable running;
        private volatile MillraceException ended;
        private boolean answered;

        Receiver(HttpExchange exchange, RowFormat format, Session session) {
            this.exchange = exchange;
            this.format = format;
            this.session = session;
        }

        private void gone() {
            cancel(new MillraceException(ErrorCode.QUERY_CANCELLED, "the client closed the connection"));
        }

        void cancel(MillraceException reason) {
            ended = reason;
            Cancellable now = running;
            if (now != null) {
                now.cancel(reason);
            }
        }

        @Override
        public void started(Cancellable now) {
            running = now;
            if (ended != null) {
                now.cancel(ended);
            }
        }

        void batch(StatementBatch.Outcome outcome) {
            answered = true;
            StringBuilder json = new StringBuilder("{\"updateCounts\":").append(outcome.counts());
            outcome.error().ifPresent(error -> json.append(",\"error\":").append(ErrorJson.of(error)));
            exchange.answer(200, "application/json", json.append("}\n").toString());
        }

        @Override
        public void result(StatementResult result, boolean last) {
            try (result) {
                if (last) {
                    answered = true;
                    answer(result);
                } else if (result instanceof StatementResult.Rows rows) {
                    passOver(rows.rows());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void passOver(RowStream rows) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                batch.close();
            }
        }

        private void answer(StatementResult result) throws IOException {
            exchange.setHeader("Millrace-Tag", result.tag());
            switch (result) {
                case StatementResult.Done done -> {
                    if (done.count() >= 0) {
                        exchange.setHeader("Millrace-Update-Count", Long.toString(done.count()));
                    }
                    try (OutputStream out = stream()) {
                        RowWriter writer = format.writer(answerOf(done, Schema.of(), "", done.count()), out);
                        writer.begin();
                        writer.end();
                    }
                }
                case StatementResult.Rows rows -> {
                    exchange.setHeader("Millrace-Query-Id", rows.rows().queryId());
                    // The first batch comes before the status: what fails until then fails with one that fits.
                    Batch first = rows.rows().bounded() ? rows.rows().next() : null;
                    stream(rows, first);
                }
            }
        }

        private OutputStream stream() {
            return format == RowFormat.DRIVER
                    ? exchange.stream(format.contentType(), DRIVER_PATIENCE_MILLIS) : exchange.stream(format.contentType());
        }

        private Answer answerOf(StatementResult result, Schema schema, String queryId, long updateCount) {
            return new Answer(
                    schema, queryId, result.tag(), updateCount, result.warnings(), session.zone(), engine.node().allocator());
        }

        private void stream(StatementResult.Rows result, Batch first) throws IOException {
            RowStream rows = result.rows();
            OutputStream out = stream();
            RowWriter writer = format.writer(answerOf(result, rows.schema(), rows.queryId(), -1), out);
            try {
                writeRows(rows, first, writer, out);
                out.close();
            } catch (MillraceException e) {
                rows.cancel(e);
                if (e.code() != ErrorCode.SLOW_CLIENT && writer.fail(e)) {
                    out.close();
                } else {
                    exchange.cut();
                }
            }
        }

        private void writeRows(RowStream rows, Batch first, RowWriter writer, OutputStream out) throws IOException {
            boolean ended = rows.bounded() && first == null;
            Batch batch = first;
            try {
                writer.begin();
                while (!ended) {
                    if (batch != null) {
                        writer.batch(batch);
                        batch.close();
                    }
                    if (!rows.bounded()) {
                        out.flush();
                    }
                    batch = null;
                    batch = rows.next();
                    ended = batch == null;
                }
                writer.end();
            } finally {
                if (batch != null) {
                    batch.close();
                }
            }
        }
    }
}
