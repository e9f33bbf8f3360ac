package io.millrace.exec.expression.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A parsed JSON value; {@code source} is its text as written. */
sealed interface JsonNode {
    String source();

    /** What JSON_TYPEOF calls it. */
    String typeName();

    /** As JSON's text operators give it: strings without quotes, null for JSON's null. */
    default String text() {
        return source();
    }

    default boolean scalar() {
        return true;
    }

    /** An object; of a key written twice the last value counts. */
    record ObjectNode(String source, Map<String, JsonNode> members) implements JsonNode {
        @Override
        public String typeName() {
            return "object";
        }

        @Override
        public boolean scalar() {
            return false;
        }
    }

    /** An array. */
    record ArrayNode(String source, List<JsonNode> elements) implements JsonNode {
        @Override
        public String typeName() {
            return "array";
        }

        @Override
        public boolean scalar() {
            return false;
        }
    }

    /** A string, {@code value} without quotes and escapes. */
    record StringNode(String source, String value) implements JsonNode {
        @Override
        public String typeName() {
            return "string";
        }

        @Override
        public String text() {
            return value;
        }
    }

    /** A number. */
    record NumberNode(String source) implements JsonNode {
        @Override
        public String typeName() {
            return "number";
        }

        BigDecimal value() {
            return new BigDecimal(source);
        }
    }

    /** True or false. */
    record BooleanNode(boolean value) implements JsonNode {
        @Override
        public String source() {
            return Boolean.toString(value);
        }

        @Override
        public String typeName() {
            return "boolean";
        }
    }

    /** JSON's null. */
    record NullNode() implements JsonNode {
        @Override
        public String source() {
            return "null";
        }

        @Override
        public String typeName() {
            return "null";
        }

        @Override
        public String text() {
            return null;
        }
    }
}
