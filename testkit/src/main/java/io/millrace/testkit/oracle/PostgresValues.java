package io.millrace.testkit.oracle;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/** PostgreSQL's values as the classes of {@code io.millrace.common.batch.Values} where there is one for the type. */
public final class PostgresValues {
    private PostgresValues() {}

    public static List<List<Object>> rows(ResultSet result) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        ResultSetMetaData columns = result.getMetaData();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.add(value(result, i, columns.getColumnTypeName(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object value(ResultSet result, int index, String type) throws SQLException {
        String text = result.getString(index);
        if (text == null || text.contains("infinity")) {
            return text;
        }
        return switch (type) {
            case "bool" -> text.equals("t");
            case "numeric" -> text.equals("NaN") || text.endsWith("Infinity") ? Double.valueOf(text) : new BigDecimal(text);
            case "float4" -> Float.valueOf(text);
            case "float8" -> Double.valueOf(text);
            case "date" -> text.endsWith("BC") ? text : result.getObject(index, LocalDate.class);
            case "time" -> result.getObject(index, LocalTime.class);
            case "timestamp" -> text.endsWith("BC") ? text : result.getObject(index, LocalDateTime.class);
            case "timestamptz" -> text.endsWith("BC") ? text : result.getObject(index, OffsetDateTime.class).toInstant();
            case "bytea" -> result.getBytes(index);
            default -> value(result.getObject(index));
        };
    }

    private static Object value(Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case PGInterval interval -> interval(interval);
            case PGobject object -> object.getValue();
            case java.sql.Array array -> elements((Object[]) array.getArray());
            case java.sql.Date date -> date.toLocalDate();
            case java.sql.Time time -> time.toLocalTime();
            case java.sql.Timestamp timestamp -> timestamp.toLocalDateTime();
            default -> value;
        };
    }

    private static List<Object> elements(Object[] array) throws SQLException {
        List<Object> elements = new ArrayList<>();
        for (Object element : array) {
            elements.add(element instanceof Object[] inner ? elements(inner) : value(element));
        }
        return elements;
    }

    /** Months or a span, as ours are one or the other; a text if it is both. */
    private static Object interval(PGInterval interval) {
        int months = interval.getYears() * 12 + interval.getMonths();
        Duration span = Duration.ofDays(interval.getDays()).plusHours(interval.getHours()).plusMinutes(interval.getMinutes())
                .plusSeconds(interval.getWholeSeconds()).plusNanos(interval.getMicroSeconds() * 1000L);
        if (months == 0) {
            return span;
        }
        return span.isZero() ? Period.ofMonths(months).normalized() : interval.getValue();
    }
}
