package io.millrace.frontend.http;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.RowStream;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.format.Answer;
import io.millrace.frontend.format.RowFormat;
import io.millrace.frontend.format.RowWriter;
import io.millrace.frontend.session.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** {@code POST /v1/sql}: runs the statements of the body and answers with what the last one gives. */
public final class SqlEndpoint implements Endpoint {
    static final int BODY_BYTES_MAX = 10 << 20;

    private final SqlEngine engine;
    private final HttpSessions sessions;

    public SqlEndpoint(SqlEngine engine, HttpSessions sessions) {
        this.engine = engine;
        this.sessions = sessions;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.method().equals("POST")) {
            exchange.setHeader("Allow", "POST");
            exchange.answer(405, "text/plain; charset=utf-8", "send statements with POST\n");
            return;
        }
        String text = exchange.text(BODY_BYTES_MAX);
        RowFormat format = RowFormat.negotiate(exchange.parameter("format"), exchange.header("Accept"));
        Session session = sessions.of(exchange);
        Receiver receiver = new Receiver(exchange, format, session);
        exchange.onGone(receiver::gone);
        engine.run(text, session, exchange.parameters("param"), receiver);
        if (!receiver.answered) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "the body holds no statement");
        }
    }

    /** Passes over all results but the last, which it writes. */
    private final class Receiver implements SqlEngine.Receiver {
        private final HttpExchange exchange;
        private final RowFormat format;
        private final Session session;
        private volatile RowStream running;
        private volatile boolean gone;
        private boolean answered;

        Receiver(HttpExchange exchange, RowFormat format, Session session) {
            this.exchange = exchange;
            this.format = format;
            this.session = session;
        }

        private void gone() {
            gone = true;
            RowStream rows = running;
            if (rows != null) {
                rows.cancel(clientGone());
            }
        }

        private MillraceException clientGone() {
            return new MillraceException(ErrorCode.QUERY_CANCELLED, "the client closed the connection");
        }

        @Override
        public void started(RowStream rows) {
            running = rows;
            if (gone) {
                rows.cancel(clientGone());
            }
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
                    try (OutputStream out = exchange.stream(format.contentType())) {
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

        private Answer answerOf(StatementResult result, Schema schema, String queryId, long updateCount) {
            return new Answer(
                    schema, queryId, result.tag(), updateCount, result.warnings(), session.zone(), engine.node().allocator());
        }

        private void stream(StatementResult.Rows result, Batch first) throws IOException {
            RowStream rows = result.rows();
            OutputStream out = exchange.stream(format.contentType());
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
