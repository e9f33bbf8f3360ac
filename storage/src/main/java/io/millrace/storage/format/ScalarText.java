package io.millrace.storage.format;

import io.millrace.common.batch.ValueText;
import io.millrace.common.type.SqlType;
import java.time.ZoneOffset;

/** Values as texts that our readers of texts take back: nested ones are JSON. */
final class ScalarText {
    private ScalarText() {}

    /** @param value not null */
    static String of(Object value, SqlType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW -> JsonRows.text(value, type);
            case BOOLEAN -> value.toString();
            case NULL, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, CHAR, VARCHAR, JSON, BINARY, UUID, DATE, TIME, TIMESTAMP,
                    TIMESTAMP_TZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> ValueText.of(value, type, ZoneOffset.UTC);
        };
    }
}
