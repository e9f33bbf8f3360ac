package io.millrace.frontend.http.driver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads requests of drivers:
 *
 * <pre>
 * {"sql": "…", "types": ["INTEGER", "VARCHAR"], "values": [1, "a"], "expect": "rows", "timeoutMillis": 0, "fetchRows": 0}
 * {"sql": "…", "types": ["INTEGER", "VARCHAR"], "rows": [[1, "a"], [2, null]]}
 * </pre>
 *
 * {@code sql} and {@code types} come before values.
 */
public final class DriverRequestReader {
    private final List<SqlType> types = new ArrayList<>();
    private final List<List<Expr.Literal>> rows = new ArrayList<>();
    private String sql;
    private boolean batch;
    private Optional<DriverRequest.Expect> expect = Optional.empty();
    private long timeoutMillis;
    private int fetchRows;

    private DriverRequestReader() {}

    /** INVALID_PARAMETER, or what is wrong with a value. */
    public static DriverRequest read(String body) throws IOException {
        DriverRequestReader reader = new DriverRequestReader();
        try (JsonParser json = JsonValues.FACTORY.createParser(body)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "an object", json);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                reader.member(json.currentName(), json);
            }
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "the request is no JSON: " + e.getOriginalMessage(), e);
        }
        if (reader.sql == null) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "the request has no member \"sql\"");
        }
        return new DriverRequest(reader.sql, reader.rows, reader.batch, reader.expect, reader.timeoutMillis, reader.fetchRows);
    }

    private void member(String name, JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        switch (name) {
            case "sql" -> {
                require(first == JsonToken.VALUE_STRING, "a string", json);
                sql = json.getText();
            }
            case "types" -> {
                require(first == JsonToken.START_ARRAY, "an array", json);
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    types.add(ParameterValues.type(json.getText()));
                }
            }
            case "values" -> rows.add(row(json));
            case "rows" -> {
                require(first == JsonToken.START_ARRAY, "an array", json);
                batch = true;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    rows.add(row(json));
                }
            }
            case "expect" -> expect = switch (json.getText().toLowerCase(Locale.ROOT)) {
                case "rows" -> Optional.of(DriverRequest.Expect.ROWS);
                case "count" -> Optional.of(DriverRequest.Expect.COUNT);
                default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "\"expect\" is rows or count, found '" + json.getText() + "'");
            };
            case "timeoutMillis" -> timeoutMillis = json.getValueAsLong();
            case "fetchRows" -> fetchRows = json.getValueAsInt();
            default -> json.skipChildren();
        }
    }

    private List<Expr.Literal> row(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, "an array of values", json);
        List<Expr.Literal> row = new ArrayList<>(types.size());
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(row.size() < types.size(), "as many values as types", json);
            row.add(ParameterValues.literal(types.get(row.size()), value(json)));
        }
        require(row.size() == types.size(), "as many values as types", json);
        return row;
    }

    private static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getText();
            case START_ARRAY -> {
                List<Object> values = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(json));
                }
                yield values;
            }
            default -> throw expected("a value", json);
        };
    }

    private static void require(boolean condition, String what, JsonParser json) throws IOException {
        if (!condition) {
            throw expected(what, json);
        }
    }

    private static MillraceException expected(String what, JsonParser json) throws IOException {
        return new MillraceException(ErrorCode.INVALID_PARAMETER,
                "the request is not understood: expected " + what + ", found '" + json.getText() + "' at line "
                        + json.currentTokenLocation().getLineNr() + ", column " + json.currentTokenLocation().getColumnNr());
    }
}
