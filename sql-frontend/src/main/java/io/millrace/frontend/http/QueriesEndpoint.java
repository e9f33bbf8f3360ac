package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.QueryKill;

/** {@code DELETE /v1/queries/ID}: cancels what runs under an id, the client's own or the server's. */
public final class QueriesEndpoint implements Endpoint {
    public static final String PATH = "/v1/queries/";

    private final SqlEngine engine;
    private final RunningStatements running;

    public QueriesEndpoint(SqlEngine engine, RunningStatements running) {
        this.engine = engine;
        this.running = running;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!exchange.method().equals("DELETE")) {
            exchange.setHeader("Allow", "DELETE");
            exchange.answer(405, "text/plain; charset=utf-8", "cancel a query with DELETE\n");
            return;
        }
        String id = exchange.path().substring(PATH.length());
        if (running.cancel(exchange.caller(), id)
                || QueryKill.kill(id, exchange.caller().session(), "the query was cancelled over HTTP", engine.node())) {
            exchange.answer(200, "application/json", "{\"cancelled\":true}\n");
        } else {
            exchange.fail(404, new MillraceException(ErrorCode.UNDEFINED_OBJECT, "query '" + id + "' is not running"));
        }
    }
}
