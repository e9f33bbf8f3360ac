package io.millrace.frontend.shell;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the server's JSON answer as it comes and prints its rows. */
final class AnswerReader {
    private static final Set<String> NUMBERS = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE");

    private final PrintStream out;
    private final PrintStream notes;
    private final boolean table;
    private String tag = "";
    private long updateCount = -1;
    private boolean hasColumns;
    private RowPrinter printer;

    AnswerReader(PrintStream out, PrintStream notes, boolean table) {
        this.out = out;
        this.notes = notes;
        this.table = table;
    }

    /** Throws the error that the answer ends with. */
    void read(InputStream body) throws IOException {
        try (JsonParser json = JsonValues.FACTORY.createParser(body)) {
            expect(json, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "tag" -> tag = json.getText();
                    case "updateCount" -> updateCount = json.getLongValue();
                    case "columns" -> columns(json);
                    case "rows" -> rows(json);
                    case "warnings" -> warnings(json);
                    case "error" -> throw error(json);
                    default -> json.skipChildren();
                }
            }
        }
        if (hasColumns) {
            printer.end();
        } else if (table) {
            out.println(updateCount >= 0 ? tag + " " + updateCount : tag);
        }
        out.flush();
    }

    /** The error of an answer that is nothing else. */
    static MillraceException errorOf(InputStream body) throws IOException {
        try (JsonParser json = JsonValues.FACTORY.createParser(body)) {
            expect(json, JsonToken.START_OBJECT);
            json.nextToken();
            expect(json, JsonToken.START_OBJECT);
            return error(json);
        }
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.nextToken() != token) {
            throw new IOException("what answered is not a Millrace server");
        }
    }

    private void columns(JsonParser json) throws IOException {
        List<String> names = new ArrayList<>();
        List<Boolean> numbers = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("name")) {
                    names.add(json.getText());
                } else if (name.equals("type")) {
                    numbers.add(NUMBERS.contains(json.getText()) || json.getText().startsWith("DECIMAL"));
                }
            }
        }
        hasColumns = !names.isEmpty();
        boolean[] right = new boolean[numbers.size()];
        for (int c = 0; c < right.length; c++) {
            right[c] = numbers.get(c);
        }
        printer = new RowPrinter(out, table, tag.equals("SUBSCRIBE"));
        if (hasColumns) {
            printer.columns(names.toArray(String[]::new), right);
        }
    }

    private void rows(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.START_ARRAY) {
            List<String> row = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                row.add(value(json));
            }
            printer.row(row.toArray(String[]::new));
        }
    }

    private static String value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case START_ARRAY, START_OBJECT -> {
                StringWriter text = new StringWriter();
                try (var copy = JsonValues.FACTORY.createGenerator(text)) {
                    copy.copyCurrentStructure(json);
                }
                yield text.toString();
            }
            default -> json.getText();
        };
    }

    private void warnings(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            notes.println("WARNING: " + json.getText());
        }
    }

    private static MillraceException error(JsonParser json) throws IOException {
        String code = "INTERNAL_ERROR";
        String message = "";
        String hint = null;
        int line = 0;
        int column = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "code" -> code = json.getText();
                case "message" -> message = json.getText();
                case "hint" -> hint = json.getText();
                case "line" -> line = json.getIntValue();
                case "column" -> column = json.getIntValue();
                default -> json.skipChildren();
            }
        }
        return new MillraceException(code(code), message, line == 0 ? null : new SourcePosition(line, column), hint, null);
    }

    private static ErrorCode code(String name) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return ErrorCode.INTERNAL_ERROR;
    }
}
