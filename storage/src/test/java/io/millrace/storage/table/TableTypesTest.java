package io.millrace.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.Duck;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of every type through the head, through files that the head names, and through the body; and back out again by value. */
final class TableTypesTest {
    private static final SqlType ROW =
            SqlType.row(List.of(Field.of("a", SqlType.INTEGER), Field.of("b", SqlType.array(SqlType.VARCHAR))));
    private static final Schema SCHEMA = Schema.of(
            new Field("id", SqlType.BIGINT, false),
            Field.of("c_boolean", SqlType.BOOLEAN),
            Field.of("c_tinyint", SqlType.TINYINT),
            Field.of("c_smallint", SqlType.SMALLINT),
            Field.of("c_integer", SqlType.INTEGER),
            Field.of("c_real", SqlType.REAL),
            Field.of("c_double", SqlType.DOUBLE),
            Field.of("c_decimal", SqlType.decimal(9, 2)),
            Field.of("c_decimal18", SqlType.decimal(18, 4)),
            Field.of("c_decimal38", SqlType.decimal(38, 10)),
            Field.of("c_char", SqlType.character(4)),
            Field.of("c_varchar", SqlType.varchar(20)),
            Field.of("c_binary", SqlType.BINARY),
            Field.of("c_uuid", SqlType.UUID),
            Field.of("c_json", SqlType.JSON),
            Field.of("c_date", SqlType.DATE),
            Field.of("c_time", SqlType.TIME),
            Field.of("c_time9", SqlType.time(9)),
            Field.of("c_timestamp", SqlType.TIMESTAMP),
            Field.of("c_timestamp3", SqlType.timestamp(3)),
            Field.of("c_timestamp9", SqlType.timestamp(9)),
            Field.of("c_instant", SqlType.TIMESTAMP_TZ),
            Field.of("c_instant9", SqlType.timestampTz(9)),
            Field.of("c_months", SqlType.INTERVAL_YEAR_MONTH),
            Field.of("c_span", SqlType.INTERVAL_DAY_TIME),
            Field.of("c_array", SqlType.array(SqlType.decimal(38, 0))),
            Field.of("c_map", SqlType.map(SqlType.VARCHAR, SqlType.INTERVAL_DAY_TIME)),
            Field.of("c_row", ROW));

    @TempDir
    private Path directory;

    private static List<Object> row(long id) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("k" + id, Duration.ofMillis(id * 7));
        map.put("nothing", null);
        return Arrays.asList(
                id,
                id % 2 == 0,
                (int) (id % 256 - 128),
                -32768 + (int) id,
                Integer.MIN_VALUE + (int) id,
                id == 1 ? Float.NaN : 1.5f * id,
                id == 2 ? Double.NEGATIVE_INFINITY : Math.PI * id,
                new BigDecimal("-1234567.89").add(BigDecimal.valueOf(id)),
                new BigDecimal("12345678901234.5678").add(BigDecimal.valueOf(id)),
                new BigDecimal("-1234567890123456789012345678.0123456789").add(BigDecimal.valueOf(id)),
                "ab" + id % 10,
                "grüße 👋 " + id,
                new byte[] {0, (byte) id, -1},
                new UUID(id * 0x9E3779B97F4A7C15L, -id),
                "{\"a\": [" + id + ", null]}",
                LocalDate.of(1969, 12, 31).plusDays(id),
                LocalTime.of(23, 59, 59, 999_999_000).minusSeconds(id),
                LocalTime.of(1, 2, 3, 456_789_012 + (int) id),
                LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000).minusDays(id),
                LocalDateTime.of(1, 1, 1, 0, 0, 0, 123_000_000).plusDays(id),
                LocalDateTime.of(2262, 1, 1, 0, 0, 0, 123_456_789).minusDays(id),
                Instant.parse("1969-07-20T20:17:40.123456Z").plusSeconds(id),
                Instant.parse("2024-02-29T12:00:00.123456789Z").plusNanos(id),
                Period.ofMonths(-13 - (int) id).normalized(),
                Duration.ofSeconds(-5 * id, 123_000),
                Arrays.asList(new BigDecimal("99999999999999999999999999999999999999"), null, BigDecimal.valueOf(id)),
                map,
                Arrays.asList((int) id, Arrays.asList("x" + id, null)));
    }

    private static List<Object> nulls(long id) {
        Object[] values = new Object[SCHEMA.size()];
        values[0] = id;
        return Arrays.asList(values);
    }

    private static List<List<Object>> sorted(List<List<Object>> rows) {
        List<List<Object>> sorted = new ArrayList<>(Duck.comparable(rows));
        sorted.sort(java.util.Comparator.comparing(row -> (Long) row.get(0)));
        return sorted;
    }

    @Test
    void everyTypeComesBackFromHeadFilesAndBody() {
        CatalogObject.Table table = TableFixture.table("types", SCHEMA, List.of(), List.of());
        List<List<Object>> rows = new ArrayList<>();
        try (TableFixture t = new TableFixture(directory, TableOptions.DEFAULT.withInlineRows(50))) {
            t.tables.create(table);
            for (long id = 0; id < 20; id++) {
                rows.add(id % 5 == 4 ? nulls(id) : row(id));
            }
            t.insert(table, rows);
            List<List<Object>> many = new ArrayList<>();
            for (long id = 100; id < 300; id++) {
                many.add(id % 7 == 4 ? nulls(id) : row(id));
            }
            t.insert(table, many);
            rows.addAll(many);
            assertEquals(sorted(rows), sorted(t.rows(table)));
            t.restart();
            assertEquals(sorted(rows), sorted(t.rows(table)));
            t.tables.flush(table);
            assertEquals(sorted(rows), sorted(t.rows(table)));
            t.change(table, List.of(row(1), row(2), nulls(4), row(101)), List.of(row(1000)));
            rows.removeIf(row -> List.of(1L, 2L, 4L, 101L).contains(row.get(0)));
            rows.add(row(1000));
            assertEquals(sorted(rows), sorted(t.rows(table)));
            t.tables.flush(table);
            t.restart();
            assertEquals(sorted(rows), sorted(t.rows(table)));
        }
    }

    @Test
    void duckDbReadsTheBodysFiles() {
        CatalogObject.Table table = TableFixture.table("types", SCHEMA, List.of(), List.of());
        try (TableFixture t = new TableFixture(directory, TableOptions.DEFAULT); Duck duck = new Duck()) {
            t.tables.create(table);
            t.insert(table, List.of(row(3), nulls(4), row(5)));
            t.tables.flush(table);
            String files = "'" + directory + "/tables/types/data/*.parquet'";
            List<Integer> same = new ArrayList<>();
            StringBuilder columns = new StringBuilder();
            for (int c = 0; c < SCHEMA.size(); c++) {
                switch (SCHEMA.type(c).kind()) {
                    case TIME, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH, JSON, MAP, TIMESTAMP_TZ -> {}
                    default -> {
                        columns.append(columns.isEmpty() ? "" : ", ").append(SCHEMA.field(c).name());
                        same.add(c);
                    }
                }
            }
            List<List<Object>> expected = new ArrayList<>();
            for (List<Object> row : List.of(row(3), nulls(4), row(5))) {
                expected.add(Arrays.asList(same.stream().map(row::get).toArray()));
            }
            assertEquals(Duck.comparable(expected), duck.rows("SELECT " + columns + " FROM " + files + " ORDER BY id"));
            assertEquals(
                    List.of(List.of(3L)),
                    duck.rows("SELECT count(*) FROM " + files));
        }
    }
}
