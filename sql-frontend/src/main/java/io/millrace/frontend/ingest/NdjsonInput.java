package io.millrace.frontend.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.frontend.value.JsonValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One JSON object a line. Members without a column are passed over; columns without a member get their defaults. */
final class NdjsonInput implements RecordInput {
    private final LineInput lines;

    NdjsonInput(InputStream body) {
        this.lines = new LineInput(body);
    }

    @Override
    public Outcome next(RowTarget target) throws IOException {
        byte[] line = lines.next();
        if (line == null) {
            return new Outcome.End();
        }
        if (isBlank(line)) {
            return new Outcome.Blank();
        }
        try (JsonParser json = JsonValues.FACTORY.createParser(line)) {
            Outcome outcome = object(json, line, target);
            if (outcome instanceof Outcome.Bad) {
                target.giveUp();
            }
            return outcome;
        } catch (JsonProcessingException e) {
            target.giveUp();
            return bad(Optional.empty(), "not JSON: " + e.getOriginalMessage(), line);
        }
    }

    private Outcome object(JsonParser json, byte[] line, RowTarget target) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return bad(Optional.empty(), "expected a JSON object", line);
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            int column = target.column(name);
            JsonToken token = json.nextToken();
            if (column < 0) {
                json.skipChildren();
            } else if (token == JsonToken.VALUE_NULL) {
                target.putNull(column);
            } else {
                byte[] text = text(json);
                String wrong = target.put(column, text, 0, text.length);
                if (wrong != null) {
                    return bad(Optional.of(target.schema().field(column).name()), wrong, line);
                }
            }
        }
        if (json.nextToken() != null) {
            return bad(Optional.empty(), "something follows the JSON object", line);
        }
        String missing = target.keep();
        return missing == null ? new Outcome.Kept() : bad(Optional.of(missing), "is NOT NULL and has no value", line);
    }

    private static byte[] text(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT && json.currentToken() != JsonToken.START_ARRAY) {
            return json.getText().getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator copy = JsonValues.FACTORY.createGenerator(out)) {
            copy.copyCurrentStructure(json);
        }
        return out.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private Outcome bad(Optional<String> column, String reason, byte[] line) {
        return new Outcome.Bad(new Rejected(lines.line(), column, reason, LineInput.shown(line)));
    }
}
