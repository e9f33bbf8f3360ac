package io.millrace.jdbc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.error.ServerError;
import io.millrace.jdbc.wire.Parameter;
import io.millrace.jdbc.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends batches: rows in turn whose parameters have the same types go as one request, up to a size. */
final class BatchRun {
    private static final int ROWS_MAX = 10_000;
    /** By the texts and bytes in them; a request holds at most 64 MB. */
    private static final long CHARACTERS_MAX = 8L << 20;

    private BatchRun() {}

    static long[] run(MillraceStatement statement, String sql, List<List<Parameter>> rows, long timeoutMillis) throws SQLException {
        long[] counts = new long[rows.size()];
        int start = 0;
        while (start < rows.size()) {
            List<String> types = types(rows.get(start));
            long characters = size(rows.get(start));
            int end = start + 1;
            while (end < rows.size() && end - start < ROWS_MAX && characters < CHARACTERS_MAX && fits(rows.get(end), types)) {
                characters += size(rows.get(end++));
            }
            byte[] request = RequestJson.batch(sql, types, rows.subList(start, end), timeoutMillis);
            try {
                start = read(statement.send(request, timeoutMillis), counts, start);
            } catch (SQLException e) {
                throw e instanceof java.sql.BatchUpdateException ? e : MillraceStatement.failed(e, Arrays.copyOf(counts, start));
            }
            if (start != end) {
                throw Errors.of("08P01", "the server ran " + start + " of " + end + " rows of a batch without an error");
            }
        }
        return counts;
    }

    private static List<String> types(List<Parameter> row) {
        List<String> types = new ArrayList<>(row.size());
        for (Parameter parameter : row) {
            types.add(parameter.typeName());
        }
        return types;
    }

    /** Whether a row's types are these; NULL is of any type, and gets the type of a later row. */
    private static boolean fits(List<Parameter> row, List<String> types) {
        for (int i = 0; i < types.size(); i++) {
            String type = row.get(i).typeName();
            if (!type.equals(types.get(i)) && !type.equals("NULL") && !types.get(i).equals("NULL")) {
                return false;
            }
        }
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).equals("NULL")) {
                types.set(i, row.get(i).typeName());
            }
        }
        return true;
    }

    private static long size(List<Parameter> row) {
        long size = 8L * row.size();
        for (Parameter parameter : row) {
            if (parameter.value() instanceof String) {
                size += ((String) parameter.value()).length();
            } else if (parameter.value() instanceof byte[]) {
                size += 2L * ((byte[]) parameter.value()).length;
            }
        }
        return size;
    }

    /** Takes the counts of an answer; where they end. */
    private static int read(byte[] answer, long[] counts, int start) throws SQLException {
        int at = start;
        try (JsonParser json = RequestJson.FACTORY.createParser(answer)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("updateCounts")) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        long count = json.getLongValue();
                        counts[at++] = count < 0 ? java.sql.Statement.SUCCESS_NO_INFO : count;
                    }
                } else if (name.equals("error")) {
                    throw MillraceStatement.failed(ServerError.read(json), Arrays.copyOf(counts, at));
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException | RuntimeException e) {
            throw Errors.of("08P01", "the server's answer to a batch is not understood", e);
        }
        return at;
    }
}
