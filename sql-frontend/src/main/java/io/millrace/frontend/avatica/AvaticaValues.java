package io.millrace.frontend.avatica;

import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.value.ClientText;
import io.millrace.frontend.value.JsonValues;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as Avatica carries them: DATE in days, TIME and TIMESTAMP in milliseconds (what is finer is cut off: the protocol has no place for it), BINARY as
 * bytes, what Avatica has no form of as PostgreSQL's text, MAP as JSON's.
 */
final class AvaticaValues {
    /** Of a second, in what the protocol carries. */
    static final int FRACTION_DIGITS_MAX = 3;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ZoneId zone;
    private final boolean rows;

    /** {@code rows} unless a ROW travels as JSON's text; see {@link AvaticaTypes#carried}. */
    AvaticaValues(ZoneId zone, boolean rows) {
        this.zone = zone;
        this.rows = rows;
    }

    boolean rows() {
        return rows;
    }

    Object of(Object value, SqlType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case NULL -> null;
            case TINYINT -> ((Integer) value).byteValue();
            case SMALLINT -> ((Integer) value).shortValue();
            case BOOLEAN, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR, JSON, BINARY -> value;
            case DATE -> Math.toIntExact(((LocalDate) value).toEpochDay());
            case TIME -> Math.toIntExact(((LocalTime) value).toNanoOfDay() / NANOS_PER_MILLI);
            case TIMESTAMP -> ((LocalDateTime) value).toInstant(ZoneOffset.UTC).toEpochMilli();
            case UUID, TIMESTAMP_TZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> ClientText.of(value, type, zone);
            case MAP -> JsonValues.of(value, type, zone);
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                ((List<?>) value).forEach(element -> elements.add(of(element, type.element())));
                yield elements;
            }
            case ROW -> {
                if (!rows) {
                    yield JsonValues.of(value, type, zone);
                }
                List<Object> members = new ArrayList<>();
                List<?> values = (List<?>) value;
                for (int i = 0; i < values.size(); i++) {
                    members.add(member(values.get(i), type.fields().get(i)));
                }
                yield members;
            }
        };
    }

    /** Clients take members of a ROW as they come, without looking at their types: a count of days would be a number to them. */
    private Object member(Object value, Field field) {
        return switch (field.type().kind()) {
            case DATE, TIME, TIMESTAMP -> value == null ? null : ClientText.of(value, field.type(), zone);
            default -> of(value, field.type());
        };
    }
}
