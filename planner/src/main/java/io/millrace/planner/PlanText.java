package io.millrace.planner;

import io.millrace.common.plan.PlanNode;
import io.millrace.planner.explain.NodeText;
import io.millrace.planner.explain.PlanJson;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows a physical plan: one line a node, inputs indented below it, the build side of a join second; or as JSON. */
public final class PlanText {
    private PlanText() {}

    /** The plan; {@code annotation} adds to a node's line (rows and time of EXPLAIN ANALYZE), or is empty. */
    public static String render(PlanNode plan, Function<PlanNode, String> annotation) {
        StringBuilder out = new StringBuilder();
        render(plan, annotation, 0, out);
        return out.toString();
    }

    /** The plan as a JSON object, its annotations among the attributes. */
    public static String renderJson(PlanNode plan, Function<PlanNode, String> annotation) {
        return PlanJson.render(plan, annotation);
    }

    private static void render(PlanNode node, Function<PlanNode, String> annotation, int depth, StringBuilder out) {
        String attributes = NodeText.attributes(node).entrySet().stream()
                .map(a -> a.getKey() + " " + a.getValue())
                .collect(Collectors.joining("; "));
        out.append("  ".repeat(depth)).append(NodeText.name(node));
        if (!attributes.isEmpty()) {
            out.append(" [").append(attributes).append(']');
        }
        out.append(annotation.apply(node)).append('\n');
        node.inputs().forEach(input -> render(input, annotation, depth + 1, out));
    }
}
