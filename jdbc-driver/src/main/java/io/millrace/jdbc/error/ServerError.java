package io.millrace.jdbc.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.sql.SQLException;

/** The server's error objects {code, sqlState, message, line, column, hint} as exceptions. */
public final class ServerError {
    private static final JsonFactory JSON = new JsonFactory();

    private ServerError() {}

    public static SQLException parse(byte[] json, int length) {
        try (JsonParser parser = JSON.createParser(json, 0, length)) {
            parser.nextToken();
            return read(parser);
        } catch (IOException e) {
            return Errors.of("08P01", "the server's error is not understood", e);
        }
    }

    /** Reads the object that the parser stands at the start of. */
    public static SQLException read(JsonParser parser) throws IOException {
        String sqlState = "XX000";
        String message = "the server failed without a message";
        String hint = null;
        int line = 0;
        int column = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "sqlState" :
                    sqlState = parser.getText();
                    break;
                case "message" :
                    message = parser.getText();
                    break;
                case "hint" :
                    hint = parser.getValueAsString();
                    break;
                case "line" :
                    line = parser.getValueAsInt();
                    break;
                case "column" :
                    column = parser.getValueAsInt();
                    break;
                default :
                    parser.skipChildren();
                    break;
            }
        }
        String place = line > 0 ? " (line " + line + ", column " + column + ")" : "";
        return Errors.of(sqlState, message + place + (hint == null || hint.isEmpty() ? "" : "; hint: " + hint));
    }
}
