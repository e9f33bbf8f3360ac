package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The type that a parameter takes, as a signature writes it. */
sealed interface Slot {
    /** One type; values of the same kind keep their own length and precision. */
    record Fixed(SqlType type) implements Slot {}

    /** A type variable: all parameters of that name meet in one type. {@code N} takes numbers only. */
    record Variable(String name) implements Slot {}

    /** An array whose element is another slot. */
    record ArrayOf(Slot element) implements Slot {}

    /** A map. */
    record MapOf(Slot key, Slot value) implements Slot {}

    /** Anything, as it is. */
    record Any() implements Slot {}

    Map<String, SqlType> NAMES = Map.ofEntries(
            Map.entry("boolean", SqlType.BOOLEAN), Map.entry("smallint", SqlType.SMALLINT), Map.entry("integer", SqlType.INTEGER),
            Map.entry("bigint", SqlType.BIGINT), Map.entry("real", SqlType.REAL), Map.entry("double", SqlType.DOUBLE),
            Map.entry("decimal", SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, 10)), Map.entry("varchar", SqlType.VARCHAR),
            Map.entry("binary", SqlType.BINARY), Map.entry("uuid", SqlType.UUID), Map.entry("json", SqlType.JSON),
            Map.entry("date", SqlType.DATE), Map.entry("time", SqlType.TIME), Map.entry("timestamp", SqlType.TIMESTAMP),
            Map.entry("timestamptz", SqlType.TIMESTAMP_TZ), Map.entry("interval", SqlType.INTERVAL_DAY_TIME),
            Map.entry("months", SqlType.INTERVAL_YEAR_MONTH));

    /** Reads {@code varchar}, {@code N}, {@code T[]}, {@code map<K,V>}, {@code any}. */
    static Slot parse(String text) {
        if (text.endsWith("[]")) {
            return new ArrayOf(parse(text.substring(0, text.length() - 2)));
        }
        if (text.startsWith("map<")) {
            String[] keyAndValue = text.substring(4, text.length() - 1).split(",", 2);
            return new MapOf(parse(keyAndValue[0].trim()), parse(keyAndValue[1].trim()));
        }
        if (text.equals("any")) {
            return new Any();
        }
        SqlType type = NAMES.get(text);
        if (type != null) {
            return new Fixed(type);
        }
        if (!text.matches("[A-Z][0-9]?")) {
            throw new IllegalArgumentException("no such type in a signature: " + text);
        }
        return new Variable(text);
    }

    /** Collects the types that variables stand for; false if the slot cannot take the type at all. */
    default boolean collect(SqlType actual, Map<String, List<SqlType>> variables) {
        return switch (this) {
            case Fixed fixed -> true;
            case Any any -> true;
            case Variable variable -> {
                variables.computeIfAbsent(variable.name(), name -> new ArrayList<>()).add(actual);
                yield !variable.name().startsWith("N") || actual.isNumeric() || actual.kind() == Kind.NULL || actual.isCharacter();
            }
            case ArrayOf array ->
                    actual.kind() == Kind.NULL || actual.kind() == Kind.ARRAY && array.element().collect(actual.element(), variables);
            case MapOf map -> actual.kind() == Kind.NULL || actual.kind() == Kind.MAP
                    && map.key().collect(actual.fields().get(0).type(), variables)
                    && map.value().collect(actual.fields().get(1).type(), variables);
        };
    }

    /** The type that an argument is converted to, empty if a variable has no type. {@code actual} is null for a result. */
    default Optional<SqlType> bind(SqlType actual, Map<String, SqlType> variables) {
        return switch (this) {
            case Fixed fixed -> Optional.of(actual != null && sameKind(actual, fixed.type()) ? actual : fixed.type());
            case Any any -> Optional.ofNullable(actual);
            case Variable variable -> Optional.ofNullable(variables.get(variable.name()));
            case ArrayOf array -> array.element()
                    .bind(actual == null || actual.kind() != Kind.ARRAY ? null : actual.element(), variables)
                    .map(SqlType::array);
            case MapOf map -> map.key().bind(null, variables)
                    .flatMap(key -> map.value().bind(null, variables).map(value -> SqlType.map(key, value)));
        };
    }

    private static boolean sameKind(SqlType actual, SqlType expected) {
        return actual.kind() == expected.kind() && (expected.fields().isEmpty() || actual.equals(expected));
    }
}
