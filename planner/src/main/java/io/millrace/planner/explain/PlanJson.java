package io.millrace.planner.explain;

import io.millrace.common.plan.PlanNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A plan as one JSON object a node: {@code node}, its attributes, {@code columns}, {@code annotation} if there is one, {@code inputs}. */
public final class PlanJson {
    private PlanJson() {}

    public static String render(PlanNode plan, Function<PlanNode, String> annotation) {
        StringBuilder out = new StringBuilder();
        JsonText.write(object(plan, annotation), out);
        return out.toString();
    }

    private static Map<String, Object> object(PlanNode node, Function<PlanNode, String> annotation) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("node", NodeText.name(node));
        object.putAll(NodeText.attributes(node));
        object.put("output", node.schema().fields().stream()
                .map(f -> Map.of("name", f.name(), "type", f.type().toString())).map(m -> (Object) new java.util.TreeMap<>(m)).toList());
        String note = annotation.apply(node).strip();
        if (!note.isEmpty()) {
            object.put("annotation", note);
        }
        List<Map<String, Object>> inputs = node.inputs().stream().map(input -> object(input, annotation)).toList();
        if (!inputs.isEmpty()) {
            object.put("inputs", inputs);
        }
        return object;
    }
}
