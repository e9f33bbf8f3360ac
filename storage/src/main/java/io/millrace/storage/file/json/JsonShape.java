package io.millrace.storage.file.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.text.GuessedType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The type that fits all JSON values seen so far: numbers, strings and booleans by their texts, arrays by their elements, objects as ROW by their members.
 * Where scalars, arrays and objects mix it is JSON.
 */
final class JsonShape implements AutoCloseable {
    /** An object with more members than that is taken for a map of names, so JSON. */
    private static final int MEMBERS_MAX = 1_000;

    private final BufferAllocator allocator;
    private final Map<String, JsonShape> members = new LinkedHashMap<>();
    private JsonShape element;
    private GuessedType strings;
    private GuessedType literals;
    private boolean objects;
    private boolean arrays;
    private boolean scalars;

    JsonShape(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** Notes the value whose first token the parser is at, and leaves the parser at its last. */
    void see(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                objects = true;
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.computeIfAbsent(name, n -> new JsonShape(allocator)).see(parser);
                }
            }
            case START_ARRAY -> {
                arrays = true;
                if (element == null) {
                    element = new JsonShape(allocator);
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    element.see(parser);
                }
            }
            case VALUE_NULL -> {}
            case VALUE_STRING -> {
                scalars = true;
                strings = strings == null ? new GuessedType(allocator) : strings;
                note(strings, parser.getText());
            }
            default -> {
                scalars = true;
                literals = literals == null ? new GuessedType(allocator) : literals;
                note(literals, parser.getText());
            }
        }
    }

    private static void note(GuessedType type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        type.see(bytes, 0, bytes.length);
    }

    SqlType type() {
        if ((objects ? 1 : 0) + (arrays ? 1 : 0) + (scalars ? 1 : 0) > 1 || members.size() > MEMBERS_MAX) {
            return SqlType.JSON;
        }
        if (objects) {
            return members.isEmpty() ? SqlType.JSON : SqlType.row(fields());
        }
        if (arrays) {
            return SqlType.array(element.type());
        }
        if (strings == null) {
            return literals == null ? SqlType.VARCHAR : literals.type();
        }
        SqlType ofStrings = strings.type();
        boolean timely = switch (ofStrings.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> literals == null;
            default -> false;
        };
        // A number or truth value in quotes is a text: whoever wrote it said so
        return timely ? ofStrings : SqlType.VARCHAR;
    }

    /** The members of all objects, in the order they were first met; names in lower case, as SQL writes them without quotes. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        members.forEach((name, shape) -> {
            String folded = name.toLowerCase(Locale.ROOT);
            fields.add(Field.of(taken.add(folded) ? folded : name, shape.type()));
        });
        return fields;
    }

    boolean onlyObjects() {
        return objects && !arrays && !scalars;
    }

    @Override
    public void close() {
        members.values().forEach(JsonShape::close);
        if (element != null) {
            element.close();
        }
        if (strings != null) {
            strings.close();
        }
        if (literals != null) {
            literals.close();
        }
    }
}
