package io.millrace.frontend.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.cluster.node.MillraceNode;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.StringWriter;

/** {@code /health}: 200 once statements are answered. */
public final class HealthEndpoint implements Endpoint {
    private final MillraceNode node;
    private final String version;
    private final long startNanos;

    public HealthEndpoint(MillraceNode node, String version) {
        this.node = node;
        this.version = version;
        this.startNanos = node.clock().monotonicNanos();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("status", "ok");
            json.writeStringField("version", version);
            json.writeStringField("nodeId", node.id());
            json.writeNumberField("pid", ProcessHandle.current().pid());
            json.writeNumberField("uptimeMillis", (node.clock().monotonicNanos() - startNanos) / 1_000_000);
            json.writeEndObject();
        }
        exchange.answer(200, "application/json", text.append('\n').toString());
    }
}
