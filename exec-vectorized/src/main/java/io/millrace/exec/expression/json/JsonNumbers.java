package io.millrace.exec.expression.json;

import io.millrace.exec.expression.json.JsonNode.NumberNode;
import io.millrace.exec.expression.json.JsonNode.StringNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The path methods of one number. */
final class JsonNumbers {
    private JsonNumbers() {}

    static boolean known(String method) {
        return switch (method) {
            case "abs", "ceiling", "floor", "double" -> true;
            default -> false;
        };
    }

    static JsonNode apply(String method, JsonNode node) {
        BigDecimal value = switch (node) {
            case NumberNode number -> number.value();
            case StringNode text when "double".equals(method) -> parse(text.value());
            default -> throw new JsonPath.Mismatch(method + "() can only be applied to a number");
        };
        BigDecimal result = switch (method) {
            case "abs" -> value.abs();
            case "ceiling" -> value.setScale(0, RoundingMode.CEILING);
            case "floor" -> value.setScale(0, RoundingMode.FLOOR);
            default -> value;
        };
        return new NumberNode(result.toPlainString());
    }

    private static BigDecimal parse(String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw new JsonPath.Mismatch("double() of a text that is no number");
        }
    }
}
