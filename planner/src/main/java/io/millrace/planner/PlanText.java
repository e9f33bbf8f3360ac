package io.millrace.planner;

import io.millrace.common.plan.PlanNode;
import java.util.function.Function;

/** Shows a physical plan, one line a node, inputs indented below it. */
public final class PlanText {
    private PlanText() {}

    /** The plan; {@code annotation} adds to a node's line (rows and time of EXPLAIN ANALYZE), or is empty. */
    public static String render(PlanNode plan, Function<PlanNode, String> annotation) {
        StringBuilder out = new StringBuilder();
        render(plan, annotation, 0, out);
        return out.toString();
    }

    private static void render(PlanNode node, Function<PlanNode, String> annotation, int depth, StringBuilder out) {
        out.append("  ".repeat(depth)).append(node.getClass().getSimpleName()).append(annotation.apply(node)).append('\n');
        node.inputs().forEach(input -> render(input, annotation, depth + 1, out));
    }
}
