package io.millrace.storage.file.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.text.ByteFeed;
import java.io.IOException;
import java.io.UncheckedIOException;

/** How a JSON file is broken into records. */
enum JsonForm {
    /** One value a line. */
    LINES,
    /** One array of values, or values that span lines. */
    DOCUMENTS;

    /** Looks at the first line: an array's beginning, or half a value, means {@link #DOCUMENTS}. */
    static JsonForm of(DataFile file) {
        try (JsonLines lines = new JsonLines(new ByteFeed(file, 0, file.length()), 1)) {
            if (!lines.next()) {
                return LINES;
            }
            try (JsonParser parser = JsonText.FACTORY.createParser(lines.buffer(), lines.start(), lines.length())) {
                JsonToken first = parser.nextToken();
                if (first == JsonToken.START_ARRAY) {
                    JsonToken second = parser.nextToken();
                    return second == null || second == JsonToken.START_OBJECT ? DOCUMENTS : LINES;
                }
                parser.skipChildren();
                return LINES;
            } catch (JsonProcessingException e) {
                return first(lines) == '{' || first(lines) == '[' ? DOCUMENTS : LINES;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int first(JsonLines lines) {
        int i = lines.start();
        while (lines.buffer()[i] <= ' ' && lines.buffer()[i] >= 0) {
            i++;
        }
        return lines.buffer()[i];
    }
}
