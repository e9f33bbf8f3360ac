package io.millrace.testkit.sql;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as SQL files spell them. */
public final class SqlText {
    private SqlText() {}

    public static String row(List<Object> row) {
        return row.stream().map(SqlText::value).collect(Collectors.joining(" | "));
    }

    public static String value(Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> text.isEmpty() ? "(empty)" : text.replace("\n", "\\n");
            case BigDecimal decimal -> decimal.toPlainString();
            case Double number -> floating(number);
            case Float number -> floating(number);
            case byte[] bytes -> "\\x" + HexFormat.of().formatHex(bytes);
            case LocalTime time -> time(time);
            case LocalDateTime timestamp -> timestamp.toLocalDate() + " " + time(timestamp.toLocalTime());
            case List<?> list -> list.stream().map(SqlText::value).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(e -> value(e.getKey()) + ": " + value(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case Period period -> period.toString();
            case Duration duration -> duration.toString();
            default -> value.toString();
        };
    }

    private static String floating(Number number) {
        double value = number.doubleValue();
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.valueOf((long) value) + (1 / value < 0 && value == 0 ? " (negative)" : "");
        }
        return number.toString();
    }

    private static String time(LocalTime time) {
        String whole = "%02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond());
        if (time.getNano() == 0) {
            return whole;
        }
        return whole + "." + "%09d".formatted(time.getNano()).replaceAll("0+$", "");
    }
}
