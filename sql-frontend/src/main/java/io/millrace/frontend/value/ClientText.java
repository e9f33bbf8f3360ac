package io.millrace.frontend.value;

import io.millrace.common.batch.ValueText;
import io.millrace.common.type.SqlType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Values as texts that a client is sent: what CSV, the shell and JSON strings show. As PostgreSQL's {@link ValueText}, but with whole words for booleans,
 * offsets that have minutes, as ISO 8601 asks, and JSON for nested values.
 */
public final class ClientText {
    private ClientText() {}

    /** The text of a value, never null, of the class that {@link io.millrace.common.batch.Values} says. */
    public static String of(Object value, SqlType type, ZoneId zone) {
        return switch (type.kind()) {
            case NULL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, CHAR, VARCHAR, JSON, UUID -> value.toString();
            case REAL, DOUBLE, DECIMAL, BINARY, DATE, TIME, TIMESTAMP, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
                    ValueText.of(value, type, zone);
            case TIMESTAMP_TZ -> zoned(((Instant) value).atZone(zone));
            case ARRAY, MAP, ROW -> JsonValues.of(value, type, zone);
        };
    }

    private static String zoned(ZonedDateTime value) {
        String offset = value.getOffset().getTotalSeconds() == 0 ? "+00:00" : value.getOffset().getId();
        return ValueText.dateTime(value.toLocalDateTime(), ' ') + offset;
    }
}
