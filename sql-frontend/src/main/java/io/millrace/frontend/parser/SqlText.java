package io.millrace.frontend.parser;

import io.millrace.frontend.statement.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Pieces of SQL text, quoted so that they parse again to what they came from. */
public final class SqlText {
    private static final Set<String> RESERVED_AS_NAME = ContextualWords.reserved();

    private SqlText() {}

    /** A name as it must be written: bare if it folds to itself and is not reserved. */
    public static String name(String name) {
        boolean bare = name.matches("[a-z_][a-z0-9_]*") && !RESERVED_AS_NAME.contains(name.toUpperCase(Locale.ROOT));
        return bare ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** A name in a schema. */
    public static String name(String schema, String name) {
        return name(schema) + "." + name(name);
    }

    public static String name(QualifiedName name) {
        return name.schema().map(schema -> name(schema, name.name())).orElseGet(() -> name(name.name()));
    }

    public static String string(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    public static String names(List<String> names) {
        return names.stream().map(SqlText::name).collect(Collectors.joining(", "));
    }

    static String select(QualifiedName table, List<String> columns) {
        return "SELECT " + (columns.isEmpty() ? "*" : names(columns)) + " FROM " + name(table);
    }
}
