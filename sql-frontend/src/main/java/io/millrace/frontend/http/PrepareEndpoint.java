package io.millrace.frontend.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.engine.PreparedStatement;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.StringWriter;

/** {@code POST /v1/prepare}: what a statement's parameters and columns are, without running it. The body is the statement's text. */
public final class PrepareEndpoint implements Endpoint {
    private final SqlEngine engine;
    private final HttpSessions sessions;

    public PrepareEndpoint(SqlEngine engine, HttpSessions sessions) {
        this.engine = engine;
        this.sessions = sessions;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.method().equals("POST")) {
            exchange.setHeader("Allow", "POST");
            exchange.answer(405, "text/plain; charset=utf-8", "send a statement with POST\n");
            return;
        }
        String text = exchange.text(SqlEndpoint.BODY_BYTES_MAX);
        PreparedStatement statement = engine.prepare(text, sessions.of(exchange));
        exchange.answer(200, "application/json", json(statement) + "\n");
    }

    private static String json(PreparedStatement statement) throws IOException {
        PreparedStatement.Description description = statement.describe();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField("query", statement.isQuery());
            json.writeArrayFieldStart("parameters");
            for (SqlType type : description.parameters()) {
                json.writeString(type.toString());
            }
            json.writeEndArray();
            if (description.columns().isPresent()) {
                json.writeArrayFieldStart("columns");
                for (Field field : description.columns().get().fields()) {
                    json.writeStartObject();
                    json.writeStringField("name", field.name());
                    json.writeStringField("type", field.type().toString());
                    json.writeBooleanField("nullable", field.nullable());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
