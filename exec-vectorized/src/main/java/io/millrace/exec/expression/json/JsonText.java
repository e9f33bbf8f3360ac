package io.millrace.exec.expression.json;

import io.millrace.exec.expression.json.JsonNode.ArrayNode;
import io.millrace.exec.expression.json.JsonNode.BooleanNode;
import io.millrace.exec.expression.json.JsonNode.NullNode;
import io.millrace.exec.expression.json.JsonNode.NumberNode;
import io.millrace.exec.expression.json.JsonNode.ObjectNode;
import io.millrace.exec.expression.json.JsonNode.StringNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** JSON values as text: as written, without spaces, as PostgreSQL's jsonb shows them, or over several lines. */
final class JsonText {
    private static final int INDENT = 4;

    /** jsonb's order: shorter keys first, then by bytes. */
    private static final Comparator<String> KEYS = Comparator.comparingInt((String key) -> key.getBytes(StandardCharsets.UTF_8).length)
            .thenComparing((a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));

    private JsonText() {}

    /** Without spaces, members in their order. */
    static String compact(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, ":", ",", false, out);
        return out.toString();
    }

    /** Members in jsonb's order, each key once, numbers without an exponent, one space after a comma and a colon. */
    static String normal(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, ": ", ", ", true, out);
        return out.toString();
    }

    private static void write(JsonNode node, String colon, String comma, boolean sorted, StringBuilder out) {
        switch (node) {
            case ObjectNode object -> {
                out.append('{');
                String separator = "";
                for (String key : keys(object, sorted)) {
                    out.append(separator);
                    JsonWriter.quote(key, out);
                    out.append(colon);
                    write(object.members().get(key), colon, comma, sorted, out);
                    separator = comma;
                }
                out.append('}');
            }
            case ArrayNode array -> {
                out.append('[');
                String separator = "";
                for (JsonNode element : array.elements()) {
                    out.append(separator);
                    write(element, colon, comma, sorted, out);
                    separator = comma;
                }
                out.append(']');
            }
            case StringNode text -> JsonWriter.quote(text.value(), out);
            case NumberNode number -> out.append(sorted ? plain(number) : number.source());
            case BooleanNode truth -> out.append(truth.value());
            case NullNode nothing -> out.append("null");
        }
    }

    private static String plain(NumberNode number) {
        BigDecimal value = number.value();
        return Math.abs(value.scale()) > 1000 ? number.source() : value.signum() == 0 && value.scale() <= 0 ? "0" : value.toPlainString();
    }

    private static List<String> keys(ObjectNode object, boolean sorted) {
        List<String> keys = new ArrayList<>(object.members().keySet());
        if (sorted) {
            keys.sort(KEYS);
        }
        return keys;
    }

    /** Over several lines, as jsonb_pretty. */
    static String pretty(JsonNode node) {
        StringBuilder out = new StringBuilder();
        pretty(node, 0, out);
        return out.toString();
    }

    private static void pretty(JsonNode node, int depth, StringBuilder out) {
        switch (node) {
            case ObjectNode object -> {
                out.append('{');
                String separator = "";
                for (String key : keys(object, true)) {
                    line(out.append(separator), depth + 1);
                    JsonWriter.quote(key, out);
                    pretty(object.members().get(key), depth + 1, out.append(": "));
                    separator = ",";
                }
                line(out, depth).append('}');
            }
            case ArrayNode array -> {
                out.append('[');
                String separator = "";
                for (JsonNode element : array.elements()) {
                    pretty(element, depth + 1, line(out.append(separator), depth + 1));
                    separator = ",";
                }
                line(out, depth).append(']');
            }
            case StringNode leaf -> write(leaf, "", "", true, out);
            case NumberNode leaf -> write(leaf, "", "", true, out);
            case BooleanNode leaf -> write(leaf, "", "", true, out);
            case NullNode leaf -> write(leaf, "", "", true, out);
        }
    }

    private static StringBuilder line(StringBuilder out, int depth) {
        return out.append('\n').append(" ".repeat(INDENT * depth));
    }
}
