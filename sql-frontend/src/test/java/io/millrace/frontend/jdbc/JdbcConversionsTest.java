package io.millrace.frontend.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.frontend.server.TestServer;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * JDBC's tables of conversions (appendix B): every SQL type by every getter and every class, and Java's objects as parameters of every JDBC type. What
 * comes out is in {@code jdbc/conversions.txt}; {@code -Dmillrace.docs=rewrite} writes it anew.
 */
class JdbcConversionsTest {
    private static final Path EXPECTED = Path.of("src/test/resources/jdbc/conversions.txt");
    private static final String[] VALUES = {
            "TRUE", "CAST(-7 AS TINYINT)", "CAST(300 AS SMALLINT)", "1", "CAST(9007199254740993 AS BIGINT)", "CAST(1.5 AS REAL)",
            "CAST(1e300 AS DOUBLE)", "CAST('NaN' AS DOUBLE)", "CAST(12.70 AS DECIMAL(6, 2))",
            "CAST(99999999999999999999 AS DECIMAL(20, 0))",
            "CAST('ab' AS CHAR(4))", "'42'", "'true'", "'2024-02-29'", "'2024-02-29 01:02:03.5'", "'01:02:03'", "'https://example.org/a'",
            "X'00ff'", "CAST('00112233-4455-6677-8899-aabbccddeeff' AS UUID)", "DATE '2024-02-29'", "TIME '01:02:03'",
            "TIMESTAMP '2024-02-29 01:02:03.123456'", "CAST('2024-02-29 01:02:03+00:00' AS TIMESTAMP WITH TIME ZONE)",
            "INTERVAL '1-2' YEAR TO MONTH", "INTERVAL '1 02:03:04' DAY TO SECOND", "ARRAY[1, 2]", "ARRAY[1, NULL]", "MAP['a', 1]",
            "CAST('{\"a\":1}' AS JSON)", "NULL"};
    private static final Class<?>[] CLASSES = {
            String.class, Boolean.class, Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class, BigDecimal.class,
            BigInteger.class, byte[].class, UUID.class, Date.class, Time.class, Timestamp.class, java.util.Date.class, Calendar.class,
            LocalDate.class, LocalTime.class, LocalDateTime.class, Instant.class, OffsetDateTime.class, OffsetTime.class,
            ZonedDateTime.class, Period.class, Duration.class, Array.class, Struct.class, Map.class, List.class, Blob.class, Clob.class,
            NClob.class, InputStream.class, Reader.class, URL.class, Object.class, int[].class, Integer[].class, Ref.class};
    /** Made when they are asked for: some are of the default zone. */
    private static Object[] parameters() {
        return new Object[] {
                true, (byte) 1, (short) 300, 70_000, 5_000_000_000L, 1.5f, 1e300, new BigDecimal("12.70"),
                new BigInteger("99999999999999999999"),
                "7", "x", 'c', new byte[] {1}, UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), Date.valueOf("2024-02-29"),
                Time.valueOf("01:02:03"), Timestamp.valueOf("2024-02-29 01:02:03.5"), LocalDate.of(2024, 2, 29), LocalTime.of(1, 2, 3),
                LocalDateTime.of(2024, 2, 29, 1, 2, 3), Instant.parse("2024-02-29T01:02:03Z"),
                OffsetDateTime.parse("2024-02-29T01:02:03+08:00"),
                OffsetTime.parse("01:02:03+08:00"), ZonedDateTime.parse("2024-02-29T01:02:03+08:00[Asia/Shanghai]"), Period.of(1, 2, 0),
                Duration.ofSeconds(5), List.of(1, 2), new Object()};
    }

    @TempDir
    static Path directory;

    private static TestServer server;
    private static TimeZone zone;

    /** A getter by index. */
    private interface Getter {
        Object get(ResultSet rows) throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory, 23);
        zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
    }

    @AfterAll
    static void stop() {
        TimeZone.setDefault(zone);
        server.close();
    }

    private static Map<String, Getter> getters() {
        Map<String, Getter> all = new LinkedHashMap<>();
        all.put("getString", r -> r.getString(1));
        all.put("getBoolean", r -> r.getBoolean(1));
        all.put("getByte", r -> r.getByte(1));
        all.put("getShort", r -> r.getShort(1));
        all.put("getInt", r -> r.getInt(1));
        all.put("getLong", r -> r.getLong(1));
        all.put("getFloat", r -> r.getFloat(1));
        all.put("getDouble", r -> r.getDouble(1));
        all.put("getBigDecimal", r -> r.getBigDecimal(1));
        all.put("getBytes", r -> r.getBytes(1));
        all.put("getDate", r -> r.getDate(1));
        all.put("getTime", r -> r.getTime(1));
        all.put("getTimestamp", r -> r.getTimestamp(1));
        all.put("getAsciiStream", r -> r.getAsciiStream(1));
        all.put("getBinaryStream", r -> r.getBinaryStream(1));
        all.put("getCharacterStream", r -> r.getCharacterStream(1));
        all.put("getArray", r -> r.getArray(1));
        all.put("getBlob", r -> r.getBlob(1));
        all.put("getClob", r -> r.getClob(1));
        all.put("getURL", r -> r.getURL(1));
        all.put("getRowId", r -> r.getRowId(1));
        return all;
    }

    private static String shown(Object value) throws Exception {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case int[] array -> Arrays.toString(array);
            case Object[] array -> Arrays.toString(array);
            case Array array -> "Array" + Arrays.toString((Object[]) array.getArray());
            case Blob blob -> "Blob " + HexFormat.of().formatHex(blob.getBytes(1, 99));
            case Clob clob -> "Clob " + clob.getSubString(1, 99);
            case InputStream in -> "InputStream " + HexFormat.of().formatHex(in.readAllBytes());
            case Calendar calendar -> "Calendar " + calendar.toInstant();
            case Reader reader -> {
                StringWriter text = new StringWriter();
                reader.transferTo(text);
                yield "Reader " + text;
            }
            default -> value.getClass().getSimpleName() + " " + value;
        };
    }

    /** What a getter gives, or the SQLSTATE it fails with; conversions that JDBC has not are left out. */
    private static void put(StringBuilder line, String name, Getter getter, ResultSet rows) throws Exception {
        String what;
        try {
            what = shown(getter.get(rows)) + (rows.wasNull() ? ", was NULL" : "");
        } catch (SQLException e) {
            what = e.getSQLState();
        }
        if (!what.equals("42846")) {
            line.append("  ").append(name).append(": ").append(what).append('\n');
        }
    }

    private static void getters(Connection connection, StringBuilder all) throws Exception {
        for (String value : VALUES) {
            try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("SELECT " + value)) {
                assertTrue(rows.next());
                ResultSetMetaData about = rows.getMetaData();
                all.append("SELECT ").append(value).append("\n  ").append(about.getColumnTypeName(1)).append(" (")
                        .append(about.getColumnType(1)).append("), precision ").append(about.getPrecision(1)).append(", scale ")
                        .append(about.getScale(1)).append(", display size ").append(about.getColumnDisplaySize(1)).append(", ")
                        .append(about.isSigned(1) ? "signed, " : "").append(about.getColumnClassName(1)).append('\n');
                Object natural = rows.getObject(1);
                assertTrue(natural == null || Class.forName(about.getColumnClassName(1)).isInstance(natural), value);
                for (Map.Entry<String, Getter> getter : getters().entrySet()) {
                    put(all, getter.getKey(), getter.getValue(), rows);
                }
                for (Class<?> target : CLASSES) {
                    put(all, target.getSimpleName(), r -> r.getObject(1, target), rows);
                }
            }
        }
    }

    private static void setters(Connection connection, StringBuilder all) throws Exception {
        int[] types = {
                Types.BIT, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.FLOAT, Types.DECIMAL, Types.CHAR,
                Types.VARCHAR, Types.CLOB, Types.VARBINARY, Types.DATE, Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE,
                Types.TIME_WITH_TIMEZONE, Types.OTHER, Types.ARRAY, Types.ROWID};
        for (Object value : parameters()) {
            String name = value.getClass() == Object.class ? "Object" : shown(value);
            all.append("setObject ").append(name).append('\n');
            for (int type : types) {
                all.append("  ").append(java.sql.JDBCType.valueOf(type)).append(": ");
                try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
                    statement.setObject(1, value, type);
                    try (ResultSet rows = statement.executeQuery()) {
                        assertTrue(rows.next());
                        all.append(rows.getMetaData().getColumnTypeName(1)).append(' ').append(rows.getString(1)).append('\n');
                    }
                } catch (SQLException e) {
                    all.append(e.getSQLState()).append('\n');
                }
            }
        }
    }

    @Test
    void everyTypeIsReadAndSetAsEveryOther() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:millrace://127.0.0.1:" + server.server().httpPort() + "/")) {
            getters(connection, all);
            setters(connection, all);
        }
        if ("rewrite".equals(System.getProperty("millrace.docs"))) {
            Files.createDirectories(EXPECTED.getParent());
            Files.writeString(EXPECTED, all);
        }
        List<String> found = new ArrayList<>(all.toString().lines().toList());
        List<String> expected = Files.readAllLines(EXPECTED, StandardCharsets.UTF_8);
        for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
            assertEquals(expected.get(i), found.get(i), "line " + (i + 1));
        }
        assertEquals(expected.size(), found.size());
    }
}
