package io.millrace.frontend.http.driver;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parameters as drivers send them, a type's name and a JSON value, as typed literals. */
public final class ParameterValues {
    private static final Pattern TYPE =
            Pattern.compile("([A-Z ]+?)\\s*(?:\\(\\s*(\\d{1,4})\\s*(?:,\\s*(\\d{1,4})\\s*)?\\))?( WITH TIME ZONE)?");
    /** Types in types. */
    private static final int NESTING_MAX = 16;
    /** PostgreSQL's range of dates. */
    private static final int YEAR_MIN = -4712;
    private static final int YEAR_MAX = 9999;

    private ParameterValues() {}

    /** The type of a name such as INTEGER, DECIMAL(10, 2), TIMESTAMP(3) WITH TIME ZONE, VARCHAR ARRAY, MAP<VARCHAR, DATE> or ROW(a INTEGER). */
    public static SqlType type(String name) {
        return type(name.strip(), NESTING_MAX);
    }

    private static SqlType type(String name, int nestingLeft) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (nestingLeft == 0) {
            throw unknown(name);
        }
        if (upper.endsWith(" ARRAY")) {
            return SqlType.array(type(name.substring(0, name.length() - " ARRAY".length()), nestingLeft - 1));
        }
        if (upper.startsWith("MAP<") && upper.endsWith(">")) {
            List<String> parts = split(name.substring(4, name.length() - 1));
            if (parts.size() != 2) {
                throw unknown(name);
            }
            return SqlType.map(type(parts.get(0), nestingLeft - 1), type(parts.get(1), nestingLeft - 1));
        }
        if (upper.startsWith("ROW(") && upper.endsWith(")")) {
            List<Field> fields = new ArrayList<>();
            for (String part : split(name.substring(4, name.length() - 1))) {
                int space = part.indexOf(' ');
                if (space < 1) {
                    throw unknown(name);
                }
                fields.add(Field.of(part.substring(0, space), type(part.substring(space + 1).strip(), nestingLeft - 1)));
            }
            return SqlType.row(fields);
        }
        return simple(name, upper);
    }

    /** Parts between commas that are in no bracket. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(', '<' -> depth++;
                case ')', '>' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(start, i).strip());
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static SqlType simple(String name, String upper) {
        Matcher parts = TYPE.matcher(upper);
        if (!parts.matches()) {
            throw unknown(name);
        }
        int precision = parts.group(2) == null ? -1 : Integer.parseInt(parts.group(2));
        int scale = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        boolean zoned = parts.group(4) != null;
        try {
            return switch (parts.group(1)) {
                case "NULL" -> SqlType.NULL;
                case "BOOLEAN" -> SqlType.BOOLEAN;
                case "TINYINT" -> SqlType.TINYINT;
                case "SMALLINT" -> SqlType.SMALLINT;
                case "INTEGER" -> SqlType.INTEGER;
                case "BIGINT" -> SqlType.BIGINT;
                case "REAL" -> SqlType.REAL;
                case "DOUBLE" -> SqlType.DOUBLE;
                case "DECIMAL" -> SqlType.decimal(precision < 0 ? SqlType.MAX_DECIMAL_PRECISION : precision, scale);
                case "CHAR", "VARCHAR" -> SqlType.VARCHAR;
                case "VARBINARY" -> SqlType.BINARY;
                case "UUID" -> SqlType.UUID;
                case "JSON" -> SqlType.JSON;
                case "DATE" -> SqlType.DATE;
                case "TIME" -> SqlType.time(precision < 0 ? 6 : precision);
                case "TIMESTAMP" ->
                        zoned ? SqlType.timestampTz(precision < 0 ? 6 : precision) : SqlType.timestamp(precision < 0 ? 6 : precision);
                case "INTERVAL YEAR TO MONTH" -> SqlType.INTERVAL_YEAR_MONTH;
                case "INTERVAL DAY TO SECOND" -> SqlType.INTERVAL_DAY_TIME;
                default -> throw unknown(name);
            };
        } catch (IllegalArgumentException e) {
            throw unknown(name);
        }
    }

    private static MillraceException unknown(String name) {
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "parameters of type '" + name + "' are not taken");
    }

    /** A literal of a type and a JSON value: a string, a Boolean, a list, or null; numbers come as their text. */
    static Expr.Literal literal(SqlType type, Object json) {
        if (json == null) {
            return Expr.literal(null, SqlType.NULL);
        }
        try {
            Object value = value(type, json);
            return Expr.literal(value, value instanceof BigDecimal decimal ? ofDecimal(decimal) : type);
        } catch (DateTimeException | IllegalArgumentException | ClassCastException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "'" + json + "' is no value of type " + type, e);
        }
    }

    private static SqlType ofDecimal(BigDecimal value) {
        int scale = Math.max(0, value.scale());
        int precision = Math.max(value.precision() - value.scale() + scale, scale);
        if (precision > SqlType.MAX_DECIMAL_PRECISION) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "a decimal has at most " + SqlType.MAX_DECIMAL_PRECISION + " digits, found " + precision);
        }
        return SqlType.decimal(Math.max(1, precision), scale);
    }

    private static Object value(SqlType type, Object json) {
        return switch (type.kind()) {
            case NULL -> null;
            case BOOLEAN -> json instanceof Boolean flag ? flag : Boolean.valueOf((String) json);
            case TINYINT, SMALLINT, INTEGER -> Integer.valueOf((String) json);
            case BIGINT -> Long.valueOf((String) json);
            case REAL -> Float.valueOf((String) json);
            case DOUBLE -> Double.valueOf((String) json);
            case DECIMAL -> {
                BigDecimal decimal = new BigDecimal((String) json);
                ofDecimal(decimal);
                yield decimal.scale() < 0 ? decimal.setScale(0) : decimal;
            }
            case CHAR, VARCHAR, JSON -> json;
            case BINARY -> Base64.getDecoder().decode((String) json);
            case UUID -> UUID.fromString((String) json);
            case DATE -> inRange(LocalDate.parse((String) json));
            case TIME -> LocalTime.parse((String) json);
            case TIMESTAMP -> inRange(LocalDateTime.parse((String) json));
            case TIMESTAMP_TZ -> inRange(Instant.parse((String) json).atOffset(java.time.ZoneOffset.UTC)).toInstant();
            case INTERVAL_YEAR_MONTH -> Period.parse((String) json);
            case INTERVAL_DAY_TIME -> Duration.parse((String) json);
            case ARRAY -> {
                List<Object> values = new ArrayList<>();
                for (Object element : (List<?>) json) {
                    values.add(nullable(type.element(), element));
                }
                yield values;
            }
            case MAP -> {
                Map<Object, Object> entries = new LinkedHashMap<>();
                for (Object pair : (List<?>) json) {
                    List<?> entry = (List<?>) pair;
                    if (entry.size() != 2 || entry.get(0) == null) {
                        throw new IllegalArgumentException("an entry is a key, which is not NULL, and a value");
                    }
                    Object old = entries.put(element(type.fields().get(0).type(), entry.get(0)),
                            nullable(type.fields().get(1).type(), entry.get(1)));
                    if (old != null) {
                        throw new IllegalArgumentException("a key stands there twice");
                    }
                }
                yield entries;
            }
            case ROW -> {
                List<?> given = (List<?>) json;
                if (given.size() != type.fields().size()) {
                    throw new IllegalArgumentException(type.fields().size() + " fields expected, found " + given.size());
                }
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < given.size(); i++) {
                    values.add(nullable(type.fields().get(i).type(), given.get(i)));
                }
                yield values;
            }
        };
    }

    private static Object nullable(SqlType type, Object json) {
        return json == null ? null : element(type, json);
    }

    private static Object element(SqlType type, Object json) {
        Object value = value(type, json);
        return value instanceof BigDecimal decimal ? decimal.setScale(type.scale(), java.math.RoundingMode.UNNECESSARY) : value;
    }

    private static <T extends TemporalAccessor> T inRange(T value) {
        int year = value.get(ChronoField.YEAR);
        if (year < YEAR_MIN || year > YEAR_MAX) {
            throw new MillraceException(ErrorCode.DATETIME_OVERFLOW, "year " + year + " is out of range");
        }
        return value;
    }
}
