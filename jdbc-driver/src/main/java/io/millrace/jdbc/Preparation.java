package io.millrace.jdbc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.wire.RequestJson;
import io.millrace.jdbc.wire.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the server says of a statement that does not run yet. */
final class Preparation {
    private final List<ColumnType> parameters = new ArrayList<>();
    private final List<ColumnInfo> columns = new ArrayList<>();
    private boolean query;

    private Preparation() {}

    static Preparation of(MillraceConnection connection, String sql) throws SQLException {
        Transport transport = connection.transport();
        byte[] answer = transport.whole(
                transport.post("/v1/prepare", Transport.TEXT, sql.getBytes(StandardCharsets.UTF_8), Transport.JSON, null), 0);
        Preparation preparation = new Preparation();
        try (JsonParser json = RequestJson.FACTORY.createParser(answer)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                preparation.member(json);
            }
        } catch (IOException e) {
            throw Errors.of("08P01", "the server's description is not understood", e);
        }
        return preparation;
    }

    private void member(JsonParser json) throws IOException {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
            case "query" :
                query = json.getBooleanValue();
                break;
            case "parameters" :
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    parameters.add(ColumnType.parse(json.getText()));
                }
                break;
            case "columns" :
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    columns.add(column(json));
                }
                break;
            default :
                json.skipChildren();
                break;
        }
    }

    private static ColumnInfo column(JsonParser json) throws IOException {
        String name = "";
        String type = "VARCHAR";
        boolean nullable = true;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            json.nextToken();
            if (member.equals("name")) {
                name = json.getText();
            } else if (member.equals("type")) {
                type = json.getText();
            } else if (member.equals("nullable")) {
                nullable = json.getBooleanValue();
            }
        }
        return new ColumnInfo(name, ColumnType.parse(type), nullable);
    }

    boolean isQuery() {
        return query;
    }

    List<ColumnInfo> columns() {
        return columns;
    }

    /** Fewer than there are where the server does not tell. */
    List<ColumnType> parameters() {
        return parameters;
    }
}
