package io.millrace.storage.file;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An in-memory DuckDB: writes files and says what is in them, in our Java values. */
public final class Duck implements AutoCloseable {
    private final Connection connection;

    public Duck() {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            run("SET threads = 2");
            run("SET memory_limit = '2GB'");
            run("SET TimeZone = 'UTC'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    public List<List<Object>> rows(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(value(result.getObject(i)));
                }
                rows.add(row);
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
        return rows;
    }

    private static Object value(Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case Byte b -> b.intValue();
            case Short s -> s.intValue();
            case BigInteger big -> new java.math.BigDecimal(big);
            case Date date -> date.toLocalDate();
            case Timestamp timestamp -> timestamp.toLocalDateTime();
            case LocalDateTime local -> local;
            case OffsetDateTime instant -> instant.toInstant();
            case Blob blob -> ByteBuffer.wrap(blob.getBytes(1, (int) blob.length()));
            case java.sql.Array array -> {
                List<Object> elements = new ArrayList<>();
                for (Object element : (Object[]) array.getArray()) {
                    elements.add(value(element));
                }
                yield elements;
            }
            case Struct struct -> {
                List<Object> members = new ArrayList<>();
                for (Object member : struct.getAttributes()) {
                    members.add(value(member));
                }
                yield members;
            }
            case Map<?, ?> map -> {
                Map<Object, Object> entries = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    entries.put(value(entry.getKey()), value(entry.getValue()));
                }
                yield entries;
            }
            default -> value;
        };
    }

    /** Our rows with byte arrays made comparable. */
    public static List<List<Object>> comparable(List<List<Object>> rows) {
        List<List<Object>> result = new ArrayList<>();
        for (List<Object> row : rows) {
            result.add(Arrays.asList(row.stream().map(v -> v instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : v).toArray()));
        }
        return result;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
