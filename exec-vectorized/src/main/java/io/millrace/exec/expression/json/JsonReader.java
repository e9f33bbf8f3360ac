package io.millrace.exec.expression.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.expression.json.JsonNode.ArrayNode;
import io.millrace.exec.expression.json.JsonNode.BooleanNode;
import io.millrace.exec.expression.json.JsonNode.NullNode;
import io.millrace.exec.expression.json.JsonNode.NumberNode;
import io.millrace.exec.expression.json.JsonNode.ObjectNode;
import io.millrace.exec.expression.json.JsonNode.StringNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON texts; nesting and lengths are bounded by the parser's constraints. */
final class JsonReader {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int SHOWN_CHARACTERS = 80;

    private final String text;
    private final JsonParser parser;

    private JsonReader(String text, JsonParser parser) {
        this.text = text;
        this.parser = parser;
    }

    /**
     * The value of a text.
     *
     * @throws MillraceException INVALID_JSON if it isn't one JSON value
     */
    static JsonNode read(String text) {
        try {
            return parse(text);
        } catch (JsonProcessingException e) {
            String shown = text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
            throw new MillraceException(ErrorCode.INVALID_JSON, "invalid JSON '" + shown + "': " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value, or null if the text isn't JSON. */
    static JsonNode readOrNull(String text) {
        try {
            return parse(text);
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonReader reader = new JsonReader(text, parser);
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonParseException(parser, "expected a value, found nothing");
            }
            JsonNode value = reader.value(first);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "expected the end after the value");
            }
            return value;
        }
    }

    private JsonNode value(JsonToken token) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, JsonNode> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    members.put(name, value(parser.nextToken()));
                }
                yield new ObjectNode(sourceFrom(start), members);
            }
            case START_ARRAY -> {
                List<JsonNode> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    elements.add(value(next));
                }
                yield new ArrayNode(sourceFrom(start), elements);
            }
            case VALUE_STRING -> {
                String value = parser.getText();
                yield new StringNode(sourceFrom(start), value);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberNode(parser.getText());
            case VALUE_TRUE -> new BooleanNode(true);
            case VALUE_FALSE -> new BooleanNode(false);
            case VALUE_NULL -> new NullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> throw new AssertionError(token);
        };
    }

    private String sourceFrom(int start) {
        return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }
}
