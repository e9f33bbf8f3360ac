package io.millrace.exec.expression.json;

import io.millrace.common.batch.ValueText;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Writes SQL values as JSON, as PostgreSQL's to_json does: times in ISO form, what has no form of its own as text. */
public final class JsonWriter {
    private JsonWriter() {}

    /** Appends a value in the form of {@link io.millrace.common.batch.Values}; NULL as JSON's null. */
    public static void write(Object value, SqlType type, ZoneId zone, StringBuilder out) {
        if (value == null) {
            out.append("null");
            return;
        }
        switch (type.kind()) {
            case NULL -> out.append("null");
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, JSON -> out.append(value);
            case DECIMAL -> out.append(((BigDecimal) value).toPlainString());
            case REAL, DOUBLE -> {
                String text = ValueText.of(value, type, zone);
                if (Double.isFinite(((Number) value).doubleValue())) {
                    out.append(text);
                } else {
                    quote(text, out);
                }
            }
            case TIMESTAMP -> quote(ValueText.dateTime((LocalDateTime) value, 'T'), out);
            case TIMESTAMP_TZ -> {
                String text = ValueText.instant((Instant) value, zone, 'T');
                boolean hoursOnly = "+-".indexOf(text.charAt(text.length() - 3)) >= 0;
                quote(hoursOnly ? text + ":00" : text, out);
            }
            case CHAR, VARCHAR, BINARY, UUID, DATE, TIME, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
                    quote(ValueText.of(value, type, zone), out);
            case ARRAY -> {
                String separator = "[";
                for (Object element : (List<?>) value) {
                    out.append(separator);
                    write(element, type.element(), zone, out);
                    separator = ",";
                }
                out.append("[".equals(separator) ? "[]" : "]");
            }
            case MAP -> {
                SqlType keyType = type.fields().get(0).type();
                String separator = "{";
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.append(separator);
                    quote(ValueText.of(entry.getKey(), keyType, zone), out);
                    out.append(':');
                    write(entry.getValue(), type.fields().get(1).type(), zone, out);
                    separator = ",";
                }
                out.append("{".equals(separator) ? "{}" : "}");
            }
            case ROW -> {
                out.append('{');
                for (int i = 0; i < type.fields().size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    quote(type.fields().get(i).name(), out);
                    out.append(':');
                    write(((List<?>) value).get(i), type.fields().get(i).type(), zone, out);
                }
                out.append('}');
            }
        }
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(c < 16 ? "0" : "1").append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
