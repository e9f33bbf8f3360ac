package io.millrace.frontend.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.exec.OperatorStatistics;
import io.millrace.frontend.value.JsonValues;
import io.millrace.planner.PlanText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A plan as nested JSON objects: node, text, columns, what it did if it ran, inputs. */
final class PlanJson {
    private PlanJson() {}

    static String of(PlanNode plan, Map<PlanNode, OperatorStatistics> statistics) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
            write(plan, statistics, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(PlanNode node, Map<PlanNode, OperatorStatistics> statistics, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", node.getClass().getSimpleName());
        json.writeStringField("text", PlanText.render(node, ignored -> "").lines().findFirst().orElse(""));
        json.writeArrayFieldStart("columns");
        for (Field field : node.schema().fields()) {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeStringField("type", field.type().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        OperatorStatistics done = statistics.get(node);
        if (done != null) {
            json.writeNumberField("rowsIn", done.rowsIn());
            json.writeNumberField("rowsOut", done.rowsOut());
            json.writeNumberField("nanos", done.nanos());
            json.writeNumberField("peakBytes", done.peakBytes());
            json.writeNumberField("spilledBytes", done.spilledBytes());
        }
        json.writeArrayFieldStart("inputs");
        for (PlanNode input : node.inputs()) {
            write(input, statistics, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
