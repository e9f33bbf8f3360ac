package io.millrace.exec.expression;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads typed literals from test tables:
 *
 * <pre>
 * 'it''s' · 12 · 12L · 1.50 (DECIMAL(3, 2)) · 1.5e0 · true · NULL (VARCHAR) · NULL:BIGINT · X'0aff' · UUID '…' · JSON '…' · CHAR 'ab'
 * DATE '2024-02-29' · TIME '…' · TIMESTAMP '2024-02-29T10:00' · TIMESTAMP9 '…' · TIMESTAMPTZ '2024-02-29T10:00:00Z' · MONTHS 14 · INTERVAL 'PT1H'
 * ARRAY[1, NULL] · ARRAY:VARCHAR[] · MAP{'a': 1} · MAP:VARCHAR:BIGINT{} · ROW(1, 'a') · any with a type at its end: 5:BIGINT, '12':DECIMAL(10, 2)
 * </pre>
 */
public final class Literals {
    private final String text;
    private int at;

    public Literals(String text) {
        this.text = text;
    }

    int position() {
        return at;
    }

    boolean accept(String token) {
        skipSpace();
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException("expected " + token + " at " + at + " of: " + text);
        }
    }

    boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    String word() {
        skipSpace();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private String quoted() {
        expect("'");
        StringBuilder out = new StringBuilder();
        while (true) {
            int end = text.indexOf('\'', at);
            out.append(text, at, end);
            at = end + 1;
            if (!text.startsWith("'", at)) {
                return out.toString();
            }
            out.append('\'');
            at++;
        }
    }

    List<Expr.Literal> list(String end) {
        List<Expr.Literal> values = new ArrayList<>();
        if (accept(end)) {
            return values;
        }
        do {
            values.add(literal());
        } while (accept(","));
        expect(end);
        return values;
    }

    Expr.Literal literal() {
        Expr.Literal value = untyped();
        return accept(":") ? new Expr.Literal(value.value(), type()) : value;
    }

    private Expr.Literal untyped() {
        skipSpace();
        char c = text.charAt(at);
        if (c == '\'') {
            return new Expr.Literal(quoted(), SqlType.VARCHAR);
        }
        if (Character.isDigit(c) || c == '-') {
            return number();
        }
        String word = word();
        return switch (word) {
            case "NULL" -> new Expr.Literal(null, SqlType.VARCHAR);
            case "true", "false" -> new Expr.Literal(Boolean.valueOf(word), SqlType.BOOLEAN);
            case "NaN" -> new Expr.Literal(Double.NaN, SqlType.DOUBLE);
            case "Infinity" -> new Expr.Literal(Double.POSITIVE_INFINITY, SqlType.DOUBLE);
            case "X" -> new Expr.Literal(HexFormat.of().parseHex(quoted()), SqlType.BINARY);
            case "UUID" -> new Expr.Literal(UUID.fromString(quoted()), SqlType.UUID);
            case "JSON" -> new Expr.Literal(quoted(), SqlType.JSON);
            case "DATE" -> new Expr.Literal(LocalDate.parse(quoted()), SqlType.DATE);
            case "TIME" -> new Expr.Literal(LocalTime.parse(quoted()), SqlType.TIME);
            case "TIMESTAMP" -> new Expr.Literal(LocalDateTime.parse(quoted()), SqlType.TIMESTAMP);
            case "TIMESTAMP9" -> new Expr.Literal(LocalDateTime.parse(quoted()), SqlType.timestamp(9));
            case "TIMESTAMPTZ" -> new Expr.Literal(Instant.parse(quoted()), SqlType.TIMESTAMP_TZ);
            case "MONTHS" -> new Expr.Literal(
                    Period.ofMonths(Math.toIntExact((Integer) number().value())).normalized(), SqlType.INTERVAL_YEAR_MONTH);
            case "INTERVAL" -> new Expr.Literal(Duration.parse(quoted()), SqlType.INTERVAL_DAY_TIME);
            case "ARRAY" -> array();
            case "MAP" -> map();
            case "ROW" -> row();
            default -> throw new IllegalArgumentException("no literal at " + at + " of: " + text);
        };
    }

    private Expr.Literal number() {
        skipSpace();
        int start = at++;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || ".eE".indexOf(text.charAt(at)) >= 0
                || "+-".indexOf(text.charAt(at)) >= 0 && "eE".indexOf(text.charAt(at - 1)) >= 0)) {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.contains("e")) {
            return new Expr.Literal(Double.valueOf(digits), SqlType.DOUBLE);
        }
        if (digits.contains(".")) {
            BigDecimal decimal = new BigDecimal(digits);
            return new Expr.Literal(decimal, SqlType.decimal(Math.max(decimal.precision(), decimal.scale()), decimal.scale()));
        }
        if (text.startsWith("L", at)) {
            at++;
            return new Expr.Literal(Long.valueOf(digits), SqlType.BIGINT);
        }
        return new Expr.Literal(Integer.valueOf(digits), SqlType.INTEGER);
    }

    private Expr.Literal array() {
        SqlType element = accept(":") ? type() : null;
        expect("[");
        List<Expr.Literal> values = list("]");
        if (element == null) {
            element = values.stream().filter(v -> v.value() != null).findFirst().orElseThrow().type();
        }
        List<Object> objects = new ArrayList<>();
        values.forEach(v -> objects.add(v.value()));
        return new Expr.Literal(objects, SqlType.array(element));
    }

    private Expr.Literal map() {
        SqlType key = accept(":") ? type() : null;
        SqlType value = accept(":") ? type() : null;
        expect("{");
        Map<Object, Object> entries = new LinkedHashMap<>();
        while (!accept("}")) {
            Expr.Literal k = untyped();
            expect(":");
            Expr.Literal v = untyped();
            key = key == null ? k.type() : key;
            value = value == null && v.value() != null ? v.type() : value;
            entries.put(k.value(), v.value());
            accept(",");
        }
        return new Expr.Literal(entries, SqlType.map(key, value));
    }

    private Expr.Literal row() {
        expect("(");
        List<Expr.Literal> values = list(")");
        List<Field> fields = new ArrayList<>();
        List<Object> objects = new ArrayList<>();
        for (Expr.Literal value : values) {
            fields.add(Field.of("f" + (fields.size() + 1), value.type()));
            objects.add(value.value());
        }
        return new Expr.Literal(objects, SqlType.row(fields));
    }

    SqlType type() {
        String name = word();
        return switch (name) {
            case "BOOLEAN" -> SqlType.BOOLEAN;
            case "TINYINT" -> SqlType.TINYINT;
            case "SMALLINT" -> SqlType.SMALLINT;
            case "INTEGER" -> SqlType.INTEGER;
            case "BIGINT" -> SqlType.BIGINT;
            case "REAL" -> SqlType.REAL;
            case "DOUBLE" -> SqlType.DOUBLE;
            case "VARCHAR" -> SqlType.VARCHAR;
            case "BINARY" -> SqlType.BINARY;
            case "UUID" -> SqlType.UUID;
            case "JSON" -> SqlType.JSON;
            case "DATE" -> SqlType.DATE;
            case "TIME" -> SqlType.TIME;
            case "TIMESTAMP" -> SqlType.TIMESTAMP;
            case "TIMESTAMP9" -> SqlType.timestamp(9);
            case "TIMESTAMPTZ" -> SqlType.TIMESTAMP_TZ;
            case "MONTHS" -> SqlType.INTERVAL_YEAR_MONTH;
            case "INTERVAL" -> SqlType.INTERVAL_DAY_TIME;
            case "DECIMAL" -> {
                expect("(");
                int precision = (Integer) number().value();
                expect(",");
                skipSpace();
                int scale = (Integer) number().value();
                expect(")");
                yield SqlType.decimal(precision, scale);
            }
            case "ARRAY" -> {
                expect("<");
                SqlType element = type();
                expect(">");
                yield SqlType.array(element);
            }
            case "MAP" -> {
                expect("<");
                SqlType key = type();
                expect(",");
                SqlType value = type();
                expect(">");
                yield SqlType.map(key, value);
            }
            default -> throw new IllegalArgumentException("no type " + name + " at " + at + " of: " + text);
        };
    }
}
