package io.millrace.exec.expression.json;

import io.millrace.exec.expression.json.JsonNode.ArrayNode;
import io.millrace.exec.expression.json.JsonNode.NumberNode;
import io.millrace.exec.expression.json.JsonNode.ObjectNode;
import io.millrace.exec.expression.json.JsonNode.StringNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A compiled SQL/JSON path. Lax mode (the default) opens arrays where a member is asked for, treats other values as arrays of one where an element is,
 * and finds nothing where structure is missing; strict mode raises {@link Mismatch}. Immutable.
 */
record JsonPath(boolean strict, List<Step> steps) {

    /** Structure that a strict path asks for is not there; callers answer with their ON ERROR behaviour. */
    static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message, null, false, false);
        }
    }

    /** One step from a value to the values that it leads to. */
    sealed interface Step {}

    /** {@code .name}. */
    record Member(String name) implements Step {}

    /** {@code .*}. */
    record AnyMember() implements Step {}

    /** {@code .**}: the value and everything below it. */
    record Descendants() implements Step {}

    /** {@code [*]}. */
    record AnyElement() implements Step {}

    /** {@code [i, j to k, last]}. */
    record Elements(List<Range> ranges) implements Step {}

    /** From and to, inclusive; counted from the end if {@code …FromLast}. */
    record Range(int from, boolean fromLast, int to, boolean toLast) {}

    /** {@code ? (condition)}. */
    record Filter(JsonCondition condition) implements Step {}

    /** {@code .size()}, {@code .type()} and the like. */
    record Method(String name) implements Step {}

    static JsonPath parse(String text) {
        return new JsonPathParser(text).parse();
    }

    List<JsonNode> select(JsonNode root) {
        return select(steps, root, root);
    }

    /** What {@code path} leads to from {@code from}, {@code root} standing for $ in filters. */
    List<JsonNode> select(List<Step> path, JsonNode from, JsonNode root) {
        List<JsonNode> current = List.of(from);
        for (Step step : path) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : current) {
                apply(step, node, root, next);
            }
            current = next;
        }
        return current;
    }

    private void apply(Step step, JsonNode node, JsonNode root, List<JsonNode> out) {
        switch (step) {
            case Member member -> member(member, node, out);
            case AnyMember any -> {
                for (JsonNode one : opened(node)) {
                    if (one instanceof ObjectNode object) {
                        out.addAll(object.members().values());
                    } else if (strict) {
                        throw new Mismatch("wildcard member accessor can only be applied to an object");
                    }
                }
            }
            case Descendants any -> descend(node, out);
            case AnyElement any -> {
                if (node instanceof ArrayNode array) {
                    out.addAll(array.elements());
                } else if (strict) {
                    throw new Mismatch("wildcard array accessor can only be applied to an array");
                } else {
                    out.add(node);
                }
            }
            case Elements elements -> elements(elements, node, out);
            case Filter filter -> {
                for (JsonNode one : opened(node)) {
                    if (filter.condition().test(this, one, root) == JsonCondition.Truth.TRUE) {
                        out.add(one);
                    }
                }
            }
            case Method method -> method(method, node, out);
        }
    }

    private List<JsonNode> opened(JsonNode node) {
        return !strict && node instanceof ArrayNode array ? array.elements() : List.of(node);
    }

    private void member(Member member, JsonNode node, List<JsonNode> out) {
        for (JsonNode one : opened(node)) {
            JsonNode found = one instanceof ObjectNode object ? object.members().get(member.name()) : null;
            if (found != null) {
                out.add(found);
            } else if (strict) {
                throw new Mismatch("JSON object does not contain key \"" + member.name() + "\"");
            }
        }
    }

    private static void descend(JsonNode node, List<JsonNode> out) {
        out.add(node);
        switch (node) {
            case ObjectNode object -> object.members().values().forEach(child -> descend(child, out));
            case ArrayNode array -> array.elements().forEach(child -> descend(child, out));
            case StringNode leaf -> {}
            case NumberNode leaf -> {}
            case JsonNode.BooleanNode leaf -> {}
            case JsonNode.NullNode leaf -> {}
        }
    }

    private void elements(Elements elements, JsonNode node, List<JsonNode> out) {
        if (strict && !(node instanceof ArrayNode)) {
            throw new Mismatch("array accessor can only be applied to an array");
        }
        List<JsonNode> array = node instanceof ArrayNode a ? a.elements() : List.of(node);
        for (Range range : elements.ranges()) {
            int from = range.fromLast() ? array.size() - 1 - range.from() : range.from();
            int to = range.toLast() ? array.size() - 1 - range.to() : range.to();
            if (strict && (from < 0 || to >= array.size() || from > to)) {
                throw new Mismatch("array subscript is out of bounds");
            }
            for (int i = Math.max(0, from); i <= Math.min(to, array.size() - 1); i++) {
                out.add(array.get(i));
            }
        }
    }

    private void method(Method method, JsonNode node, List<JsonNode> out) {
        switch (method.name()) {
            case "type" -> out.add(new StringNode('"' + node.typeName() + '"', node.typeName()));
            case "size" -> {
                if (strict && !(node instanceof ArrayNode)) {
                    throw new Mismatch("size() can only be applied to an array");
                }
                out.add(new NumberNode(Integer.toString(node instanceof ArrayNode array ? array.elements().size() : 1)));
            }
            default -> {
                for (JsonNode one : opened(node)) {
                    out.add(JsonNumbers.apply(method.name(), one));
                }
            }
        }
    }
}
