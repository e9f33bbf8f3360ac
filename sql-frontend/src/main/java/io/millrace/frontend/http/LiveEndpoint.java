package io.millrace.frontend.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.SubscriptionRows;
import io.millrace.frontend.parser.SqlText;
import io.millrace.frontend.security.Caller;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /v1/live}: a view's contents and then its changes, over a WebSocket or as server-sent events. Asked for by {@code ?view=schema.name} or
 * {@code ?sql=SUBSCRIBE …}. Messages: schema, changes (tick, watermark, rows with weights, complete), heartbeat, error.
 */
public final class LiveEndpoint implements Endpoint {
    private static final long HEARTBEAT_MILLIS = 10_000;
    /** Columns behind the view's own: weight, tick, watermark. */
    private static final int ADDED_COLUMNS = 3;

    private final SqlEngine engine;

    public LiveEndpoint(SqlEngine engine) {
        this.engine = engine;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.method().equals("GET")) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "/v1/live is read with GET");
        }
        serve(exchange.caller(), exchange::parameter, () -> new EventStreamChannel(exchange));
    }

    /** Makes the channel once the subscription stands, so that an error can still be an answer of its own. */
    interface ChannelMaker {
        LiveChannel open();
    }

    /** Runs until the client goes away or the view ends. */
    void serve(Caller caller, Function<String, Optional<String>> parameters, ChannelMaker maker) {
        Session session = caller.session();
        parameters.apply("schema").filter(s -> !s.isEmpty()).ifPresent(session::use);
        try (SubscriptionRows rows = subscribe(statement(parameters), session)) {
            LiveChannel channel = maker.open();
            channel.onGone(() -> rows.cancel(new MillraceException(ErrorCode.QUERY_CANCELLED, "the client closed the connection")));
            try {
                follow(rows, channel, session.zone());
            } catch (MillraceException e) {
                channel.end(e);
            }
        }
    }

    private static String statement(Function<String, Optional<String>> parameters) {
        Optional<String> sql = parameters.apply("sql");
        Optional<String> view = parameters.apply("view");
        if (sql.isPresent() == view.isPresent()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "/v1/live needs either ?view=schema.name or ?sql=SUBSCRIBE TO …");
        }
        if (sql.isPresent()) {
            return sql.get();
        }
        String[] parts = view.get().split("\\.", 2);
        String name = parts.length == 1 ? SqlText.name(parts[0]) : SqlText.name(parts[0], parts[1]);
        boolean snapshot = !parameters.apply("snapshot").orElse("true").equals("false");
        return "SUBSCRIBE TO " + name + (snapshot ? "" : " WITHOUT SNAPSHOT");
    }

    private SubscriptionRows subscribe(String sql, Session session) {
        StatementResult result = engine.runOne(sql, session);
        if (result instanceof StatementResult.Rows rows && rows.rows() instanceof SubscriptionRows subscription) {
            return subscription;
        }
        result.close();
        throw new MillraceException(ErrorCode.INVALID_PARAMETER, "/v1/live takes a SUBSCRIBE statement, found " + result.tag());
    }

    private static void follow(SubscriptionRows rows, LiveChannel channel, ZoneId zone) {
        int width = rows.schema().size() - ADDED_COLUMNS;
        Schema schema = new Schema(rows.schema().fields().subList(0, width));
        channel.send("schema", json(json -> schema(json, schema)));
        while (true) {
            Batch next = rows.next(HEARTBEAT_MILLIS);
            if (next == null) {
                channel.send("heartbeat", "{}");
                continue;
            }
            try (Batch batch = next) {
                channel.send("changes", json(json -> changes(json, batch, schema, zone)));
            }
        }
    }

    private static void schema(JsonGenerator json, Schema schema) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("columns");
        for (Field field : schema.fields()) {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeStringField("type", field.type().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void changes(JsonGenerator json, Batch batch, Schema schema, ZoneId zone) throws IOException {
        int width = schema.size();
        int first = batch.selection() == null ? 0 : batch.selection().at(0);
        boolean complete = batch.rows() == 1 && Long.valueOf(0).equals(Values.read(batch.column(width), first));
        Object watermark = Values.read(batch.column(width + 2), first);
        json.writeStartObject();
        json.writeNumberField("tick", (Long) Values.read(batch.column(width + 1), first));
        json.writeStringField("watermark", watermark == null ? null : watermark.toString().replace('T', ' '));
        json.writeBooleanField("complete", complete);
        json.writeArrayFieldStart("rows");
        for (int i = 0; i < (complete ? 0 : batch.rows()); i++) {
            int position = batch.selection() == null ? i : batch.selection().at(i);
            json.writeStartArray();
            for (int c = 0; c < width; c++) {
                JsonValues.write(json, Values.read(batch.column(c), position), schema.type(c), zone);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("weights");
        for (int i = 0; i < (complete ? 0 : batch.rows()); i++) {
            json.writeNumber((Long) Values.read(batch.column(width), batch.selection() == null ? i : batch.selection().at(i)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private interface JsonBody {
        void write(JsonGenerator json) throws IOException;
    }

    private static String json(JsonBody body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
