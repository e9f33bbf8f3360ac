package io.millrace.storage.file.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.text.TextParser;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON in texts: nested values inside a CSV field, and the documents themselves. */
public final class JsonText {
    private static final int NESTING_MAX = 200;

    /** Reads documents; nesting is bounded. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX).maxStringLength(Integer.MAX_VALUE).maxNumberLength(1000).build())
            .build();

    private JsonText() {}

    /** The parser of any type's text: ARRAY, MAP and ROW as JSON, scalars as {@link TextParser} has them. */
    public static TextParser parser(SqlType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW -> nested(type);
            case JSON -> checked(TextParser.of(type));
            case NULL -> (text, from, to, out) -> false;
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR, BINARY, UUID, DATE, TIME, TIMESTAMP,
                    TIMESTAMP_TZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> TextParser.of(type);
        };
    }

    private static TextParser nested(SqlType type) {
        JsonValue value = JsonValue.of(type);
        return (text, from, to, out) -> {
            int length = out.length();
            try (JsonParser parser = FACTORY.createParser(text, from, to - from)) {
                if (parser.nextToken() != null && value.append(parser, out) && parser.nextToken() == null) {
                    return true;
                }
            } catch (JsonProcessingException e) {
                // Not JSON, so not a value
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.truncate(length);
            return false;
        };
    }

    private static TextParser checked(TextParser texts) {
        return (text, from, to, out) -> isJson(text, from, to) && texts.append(text, from, to, out);
    }

    private static boolean isJson(byte[] text, int from, int to) {
        try (JsonParser parser = FACTORY.createParser(text, from, to - from)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
