package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.CommonTypes;
import java.util.ArrayList;
import java.util.List;

/** Functions over arrays and maps. */
final class NestedFunctions {
    private NestedFunctions() {}

    static void addTo(FunctionTable table) {
        arrays(table);
        maps(table);
    }

    private static void arrays(FunctionTable table) {
        table.add("cardinality(T[]) -> integer", Function.CARDINALITY, "Number of elements.", "cardinality(ARRAY[1, 2])")
                .add("cardinality(map<K,V>) -> integer", Function.CARDINALITY, "Number of entries.", "cardinality(MAP['a', 1])")
                .alias("cardinality", "size")
                .add("array_length(T[]) -> integer", Function.CARDINALITY, "Number of elements.", "array_length(ARRAY[1, 2])")
                .add("array_length(T[], integer) -> integer", NestedFunctions::length, "Number of elements; NULL of an empty array.",
                        "array_length(ARRAY[1, 2], 1)")
                .add("array_contains(T[], T) -> boolean", Function.ARRAY_CONTAINS, "Whether an array has an element.",
                        "array_contains(ARRAY[1, 2], 2)")
                .alias("array_contains", "contains", "list_contains", "array_has")
                .add("array_position(T[], T) -> integer", Function.ARRAY_POSITION, "Where an element first occurs, counted from 1.",
                        "array_position(ARRAY[1, 2], 2)")
                .add("array_concat(T[], T[]...) -> T[]", Function.ARRAY_CONCAT, "Arrays in a row.", "array_concat(ARRAY[1], ARRAY[2])")
                .alias("array_concat", "array_cat")
                .add("array_append(T[], T) -> T[]", Function.ARRAY_APPEND, "An element put at the end.", "array_append(ARRAY[1], 2)")
                .add("array_prepend(T, T[]) -> T[]", Function.ARRAY_PREPEND, "An element put at the start.", "array_prepend(1, ARRAY[2])")
                .add("array_remove(T[], T) -> T[]", Function.ARRAY_REMOVE, "Without every element of a value.",
                        "array_remove(ARRAY[1, 2], 1)")
                .add("array_distinct(T[]) -> T[]", Function.ARRAY_DISTINCT, "Each element once.", "array_distinct(ARRAY[1, 1])")
                .add("array_sort(T[]) -> T[]", Function.ARRAY_SORT, "Elements in ascending order.", "array_sort(ARRAY[2, 1])")
                .alias("array_sort", "sort_array")
                .add("array_reverse(T[]) -> T[]", Function.ARRAY_REVERSE, "Elements in reverse order.", "array_reverse(ARRAY[1, 2])")
                .add("reverse(T[]) -> T[]", Function.ARRAY_REVERSE, "Elements in reverse order.", "reverse(ARRAY[1, 2])")
                .add("array_slice(T[], integer, integer) -> T[]", Function.ARRAY_SLICE, "Elements between two positions.",
                        "array_slice(ARRAY[1, 2, 3], 1, 2)")
                .add("array_min(T[]) -> T", Function.ARRAY_MIN, "Least element.", "array_min(ARRAY[2, 1])")
                .add("array_max(T[]) -> T", Function.ARRAY_MAX, "Greatest element.", "array_max(ARRAY[2, 1])")
                .add("array_union(T[], T[]) -> T[]", Function.ARRAY_UNION, "Elements of either array, each once.",
                        "array_union(ARRAY[1], ARRAY[2])")
                .add("array_intersect(T[], T[]) -> T[]", Function.ARRAY_INTERSECT, "Elements of both arrays, each once.",
                        "array_intersect(ARRAY[1], ARRAY[1])")
                .add("array_except(T[], T[]) -> T[]", Function.ARRAY_EXCEPT, "Elements of the first array only, each once.",
                        "array_except(ARRAY[1], ARRAY[2])")
                .add("arrays_overlap(T[], T[]) -> boolean", Function.ARRAYS_OVERLAP, "Whether arrays have an element in common.",
                        "arrays_overlap(ARRAY[1], ARRAY[1])")
                .add("flatten(T[][]) -> T[]", Function.ARRAY_FLATTEN, "An array of arrays as one array.",
                        "flatten(ARRAY[ARRAY[1], ARRAY[2]])")
                .alias("flatten", "array_flatten")
                .add("array_to_string(T[], varchar [, varchar]) -> varchar", Function.ARRAY_TO_STRING,
                        "Elements' texts with a separator between.", "array_to_string(ARRAY[1, 2], ',')")
                .alias("array_to_string", "array_join")
                .add("sequence(bigint, bigint [, bigint]) -> bigint[]", Function.SEQUENCE, "Numbers from one to another.", "sequence(1, 3)")
                .add("sequence(timestamp, timestamp, interval) -> timestamp[]", Function.SEQUENCE, "Times from one to another.",
                        "sequence(TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 02:00:00', INTERVAL '1' HOUR)")
                .add("sequence(timestamp, timestamp, months) -> timestamp[]", Function.SEQUENCE, "Times from one to another.",
                        "sequence(DATE '2024-01-31', DATE '2024-04-01', INTERVAL '1' MONTH)")
                .add("sequence(timestamptz, timestamptz, interval) -> timestamptz[]", Function.SEQUENCE, "Times from one to another.",
                        "sequence(to_timestamp(0), to_timestamp(86400), INTERVAL '12' HOUR)")
                .add("generate_series(bigint, bigint [, bigint]) -> bigint[]", Function.SEQUENCE,
                        "Numbers from one to another, in FROM a table of them.",
                        "generate_series(1, 3)")
                .add("generate_series(timestamp, timestamp, interval) -> timestamp[]", Function.SEQUENCE,
                        "Times from one to another, in FROM a table of them.",
                        "generate_series(TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 02:00:00', INTERVAL '1' HOUR)")
                .add("generate_series(timestamp, timestamp, months) -> timestamp[]", Function.SEQUENCE,
                        "Times from one to another, in FROM a table of them.",
                        "generate_series(DATE '2024-01-31', DATE '2024-04-01', INTERVAL '1' MONTH)")
                .add("element_at(T[], integer) -> T", Function.ELEMENT_AT, "Element at a position counted from 1, or NULL.",
                        "element_at(ARRAY[1, 2], 2)")
                .add("array_get(T[], integer) -> T", Function.ELEMENT_AT, "Element at a position counted from 1, or NULL.",
                        "array_get(ARRAY[1, 2], 2)");
    }

    private static void maps(FunctionTable table) {
        table.add("element_at(map<K,V>, K) -> V", Function.ELEMENT_AT, "Value of a key, or NULL.", "element_at(MAP['a', 1], 'a')")
                .add("map_keys(map<K,V>) -> K[]", Function.MAP_KEYS, "Keys.", "map_keys(MAP['a', 1])")
                .add("map_values(map<K,V>) -> V[]", Function.MAP_VALUES, "Values.", "map_values(MAP['a', 1])")
                .add("map_entries(map<K,V>) -> any", Target.of(Function.MAP_ENTRIES),
                        (types, literals) -> SqlType.array(SqlType.row(types.get(0).fields())),
                        "Entries as rows of key and value.", "map_entries(MAP['a', 1])")
                .add("map_contains_key(map<K,V>, K) -> boolean", Function.MAP_CONTAINS_KEY, "Whether a map has a key.",
                        "map_contains_key(MAP['a', 1], 'a')")
                .alias("map_contains_key", "map_contains")
                .add("map_from_arrays(K[], V[]) -> map<K,V>", Function.MAP_FROM_ARRAYS, "Map of keys and values.",
                        "map_from_arrays(ARRAY['a'], ARRAY[1])")
                .add("map(any...) -> any", NestedFunctions::map,
                        (types, literals) -> SqlType.map(common(types, 0), common(types, 1)), "Map of keys and values in turn.",
                        "map('a', 1)")
                .add("str_to_map(varchar [, varchar, varchar]) -> map<varchar,varchar>", NestedFunctions::textToMap,
                        "Map of pairs in a text; each separator is a set of characters.", "str_to_map('a:1,b:2')");
    }

    private static Expr length(List<Expr> arguments, SqlType type) {
        Expr length = Expr.call(Function.NULLIF, type, Expr.call(Function.CARDINALITY, type, arguments.get(0)),
                Expr.literal(0, SqlType.INTEGER));
        Expr isFirst = Expr.call(Function.EQUAL, SqlType.BOOLEAN, arguments.get(1), Expr.literal(1, SqlType.INTEGER));
        return new Expr.Case(List.of(new Expr.Case.Branch(isFirst, length)), Expr.literal(null, type), type);
    }

    private static SqlType common(List<SqlType> types, int offset) {
        List<SqlType> every = new ArrayList<>();
        for (int i = offset; i < types.size(); i += 2) {
            every.add(types.get(i));
        }
        return CommonTypes.of(every).orElse(SqlType.VARCHAR);
    }

    private static Expr map(List<Expr> arguments, SqlType type) {
        List<Expr> entries = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            SqlType part = type.fields().get(i % 2).type();
            Expr argument = arguments.get(i);
            entries.add(argument.type().equals(part) ? argument : new Expr.Cast(argument, part, false));
        }
        return new Expr.Call(Function.MAP_CONSTRUCT, entries, type);
    }

    private static Expr textToMap(List<Expr> arguments, SqlType type) {
        List<Expr> all = new ArrayList<>(arguments);
        if (all.size() < 2) {
            all.add(Expr.literal(",，", SqlType.VARCHAR));
        }
        if (all.size() < 3) {
            all.add(Expr.literal(":：=", SqlType.VARCHAR));
        }
        return new Expr.Call(Function.STR_TO_MAP, all, type);
    }
}
