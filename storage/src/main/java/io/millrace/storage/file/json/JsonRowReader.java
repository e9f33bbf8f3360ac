package io.millrace.storage.file.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads JSON objects that stand alone, such as messages, into columns. For one thread. */
public final class JsonRowReader {
    private final List<Field> fields;
    private final JsonNames names;
    private final JsonValue[] values;
    private final boolean failOnMissing;

    /** @param failOnMissing whether an object without a field's member is malformed; else the field is NULL */
    public JsonRowReader(List<Field> fields, boolean failOnMissing) {
        this.fields = List.copyOf(fields);
        this.names = new JsonNames(fields);
        this.values = fields.stream().map(field -> JsonValue.of(field.type())).toArray(JsonValue[]::new);
        this.failOnMissing = failOnMissing;
    }

    /** Appends one value to each builder. Returns null, or what is wrong; then the builders hold anything. */
    public String read(byte[] bytes, ColumnBuilder[] out) {
        return read(bytes, List.of(), out);
    }

    /** As above, of the object that is found on a path of members; what is not there, or null, is "nothing there". */
    public String read(byte[] bytes, List<String> path, ColumnBuilder[] out) {
        try (JsonParser parser = JsonText.FACTORY.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            for (String member : path) {
                if (!enter(parser, member)) {
                    return "no object at " + String.join(".", path);
                }
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return "expected an object, found " + (first == null ? "nothing" : "another value");
            }
            String wrong = members(parser, out);
            if (wrong != null) {
                return wrong;
            }
            for (int i = 0; i < path.size(); i++) {
                skipRest(parser);
            }
            return parser.nextToken() == null ? null : "text stands behind the value";
        } catch (JsonProcessingException e) {
            return "not JSON at column " + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a scalar on a path of members; null if there is none. */
    public static String text(byte[] bytes, List<String> path) {
        try (JsonParser parser = JsonText.FACTORY.createParser(bytes)) {
            parser.nextToken();
            for (String member : path) {
                if (!enter(parser, member)) {
                    return null;
                }
            }
            return parser.currentToken() != null && parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL
                    ? parser.getText()
                    : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From an object's beginning to a member's value; false, and the parser anywhere, if there is no such member. */
    private static boolean enter(JsonParser parser, String member) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(member);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    /** To the end of the object around the value that the parser is at the end of. */
    private static void skipRest(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            parser.skipChildren();
        }
    }

    private String members(JsonParser parser, ColumnBuilder[] out) throws IOException {
        int[] lengths = new int[out.length];
        for (int i = 0; i < out.length; i++) {
            lengths[i] = out[i].length();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int position = names.position(parser.currentName());
            parser.nextToken();
            if (position < 0) {
                parser.skipChildren();
                continue;
            }
            out[position].truncate(lengths[position]); // Of a name that comes twice the last counts
            if (!values[position].append(parser, out[position])) {
                Field field = fields.get(position);
                return "expected " + field.type() + " for column \"" + field.name() + "\", found another value";
            }
        }
        for (int i = 0; i < out.length; i++) {
            if (out[i].length() == lengths[i]) {
                if (failOnMissing) {
                    return "no member \"" + fields.get(i).name() + "\"";
                }
                out[i].appendNull();
            }
        }
        return null;
    }
}
