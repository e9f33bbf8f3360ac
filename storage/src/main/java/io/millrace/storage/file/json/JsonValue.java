package io.millrace.storage.file.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.text.TextParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a JSON value into a value of a SQL type. A scalar may come as JSON's own scalar or as a string that holds its text; a VARCHAR takes anything, of
 * objects and arrays their text.
 */
@FunctionalInterface
interface JsonValue {
    /**
     * Appends the value whose first token the parser is at, and leaves the parser at its last; false if it is not one of the type, and then the parser
     * and what is left in {@code out} are anywhere (the caller truncates).
     */
    boolean append(JsonParser parser, ColumnBuilder out) throws IOException;

    static JsonValue of(SqlType type) {
        return nullable(switch (type.kind()) {
            case ARRAY -> array(of(type.element()));
            case MAP -> map(TextParser.of(type.fields().get(0).type()), of(type.fields().get(1).type()));
            case ROW -> row(type);
            case JSON -> document(TextParser.of(type));
            case CHAR, VARCHAR -> text(TextParser.of(type));
            case NULL -> (parser, out) -> false;
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ,
                    INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> scalar(TextParser.of(type));
        });
    }

    private static JsonValue nullable(JsonValue value) {
        return (parser, out) -> {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                out.appendNull();
                return true;
            }
            return value.append(parser, out);
        };
    }

    private static JsonValue scalar(TextParser texts) {
        return (parser, out) -> parser.currentToken().isScalarValue() && appendText(texts, parser.getText(), out);
    }

    private static boolean appendText(TextParser texts, String text, ColumnBuilder out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return texts.append(bytes, 0, bytes.length, out);
    }

    private static JsonValue text(TextParser texts) {
        return (parser, out) -> parser.currentToken().isScalarValue()
                ? appendText(texts, parser.getText(), out)
                : appendDocument(texts, parser, out);
    }

    private static JsonValue document(TextParser texts) {
        return (parser, out) -> appendDocument(texts, parser, out);
    }

    private static boolean appendDocument(TextParser texts, JsonParser parser, ColumnBuilder out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = JsonText.FACTORY.createGenerator(bytes)) {
            generator.copyCurrentStructure(parser);
        }
        return texts.append(bytes.toByteArray(), 0, bytes.size(), out);
    }

    private static JsonValue array(JsonValue element) {
        return (parser, out) -> {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return false;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (!element.append(parser, out.child(0))) {
                    return false;
                }
            }
            out.endList();
            return true;
        };
    }

    private static JsonValue map(TextParser key, JsonValue value) {
        return (parser, out) -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return false;
            }
            ColumnBuilder entries = out.child(0);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (!appendText(key, parser.currentName(), entries.child(0))) {
                    return false;
                }
                parser.nextToken();
                if (!value.append(parser, entries.child(1))) {
                    return false;
                }
                entries.endRow();
            }
            out.endList();
            return true;
        };
    }

    private static JsonValue row(SqlType type) {
        List<JsonValue> members = new ArrayList<>();
        JsonNames names = new JsonNames(type.fields());
        for (int i = 0; i < type.fields().size(); i++) {
            members.add(of(type.fields().get(i).type()));
        }
        return (parser, out) -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return false;
            }
            int length = out.length();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int position = names.position(parser.currentName());
                parser.nextToken();
                if (position < 0) {
                    parser.skipChildren();
                    continue;
                }
                ColumnBuilder member = out.child(position);
                member.truncate(length); // Of a name that comes twice the last counts
                if (!members.get(position).append(parser, member)) {
                    return false;
                }
            }
            for (int i = 0; i < members.size(); i++) {
                if (out.child(i).length() == length) {
                    out.child(i).appendNull();
                }
            }
            out.endRow();
            return true;
        };
    }
}
