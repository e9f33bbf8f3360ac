package io.millrace.storage.format;

import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;

/** Values as texts that our readers of texts take back. */
public final class ScalarText {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(java.util.Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE).appendLiteral(' ').append(TIME)
                    .toFormatter(java.util.Locale.ROOT);

    private ScalarText() {}

    /** @param value not null */
    public static String of(Object value, SqlType type) {
        return switch (type.kind()) {
            case NULL -> "";
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, CHAR, VARCHAR, JSON, UUID, DATE -> value.toString();
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case BINARY -> "\\x" + HexFormat.of().formatHex((byte[]) value);
            case TIME -> TIME.format((LocalTime) value);
            case TIMESTAMP -> TIMESTAMP.format((LocalDateTime) value);
            case TIMESTAMP_TZ -> TIMESTAMP.format(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC)) + "Z";
            case INTERVAL_YEAR_MONTH -> ((Period) value).toString();
            case INTERVAL_DAY_TIME -> ((Duration) value).toString();
            case ARRAY, MAP, ROW -> JsonRows.text(value, type);
        };
    }
}
