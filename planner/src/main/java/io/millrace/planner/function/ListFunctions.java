package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** More functions over arrays and maps: PostgreSQL's, and what DuckDB and Trino call them. */
final class ListFunctions {
    private ListFunctions() {}

    static void addTo(FunctionTable table) {
        shape(table);
        changes(table);
        sums(table);
        table.alias("array_concat", "list_concat").alias("array_append", "list_append").alias("array_prepend", "list_prepend")
                .alias("array_distinct", "list_distinct").alias("array_sort", "list_sort").alias("array_reverse", "list_reverse")
                .alias("array_position", "list_position").alias("array_intersect", "list_intersect").alias("arrays_overlap", "list_has_any")
                .alias("contains_all", "list_has_all").alias("element_at", "list_extract", "array_extract", "map_extract_value")
                .alias("array_slice", "list_slice").alias("array_min", "list_min").alias("array_max", "list_max")
                .add("list_value(T...) -> T[]", Function.ARRAY_CONSTRUCT, "Array of the arguments.", "list_value(1, 2)")
                .alias("list_value", "list_pack");
        table.add("map_concat(map<K,V>, map<K,V>...) -> map<K,V>", Function.MAP_CONCAT, "Entries of all maps, of a key met twice the last.",
                "map_concat(MAP['a', 1], MAP['b', 2])")
                .add("map_from_entries(any) -> any", Target.of(Function.MAP_FROM_ENTRIES), ListFunctions::entriesType,
                        "Map of an array of rows of key and value.", "map_from_entries(map_entries(MAP['a', 1]))");
    }

    private static void shape(FunctionTable table) {
        Expr one = Expr.literal(1, SqlType.INTEGER);
        table.add("array_lower(T[], integer) -> integer", (arguments, type) -> ofFirst(arguments, one, type),
                "1, of an array that is not empty.", "array_lower(ARRAY[1, 2], 1)")
                .add("array_upper(T[], integer) -> integer",
                        (arguments, type) -> ofFirst(arguments, Expr.call(Function.CARDINALITY, type, arguments.get(0)), type),
                        "Number of elements, of an array that is not empty.", "array_upper(ARRAY[1, 2], 1)")
                .add("array_ndims(T[]) -> integer",
                        (arguments, type) -> ofFirst(List.of(arguments.get(0), one), Expr.literal(depth(arguments.get(0).type()), type),
                                type),
                        "How deep arrays lie in arrays; NULL of an empty one.", "array_ndims(ARRAY[1, 2])")
                .add("array_dims(T[]) -> varchar",
                        (arguments, type) -> ofFirst(List.of(arguments.get(0), one),
                                Expr.call(Function.CONCAT, type, Expr.literal("[1:", type),
                                        new Expr.Cast(Expr.call(Function.CARDINALITY, SqlType.INTEGER, arguments.get(0)), type, false),
                                        Expr.literal("]", type)),
                                type),
                        "Bounds as text; NULL of an empty array.", "array_dims(ARRAY[1, 2])")
                .add("generate_subscripts(T[], integer) -> bigint[]",
                        (arguments, type) -> Expr.call(Function.SEQUENCE, type, Expr.literal(1L, SqlType.BIGINT),
                                new Expr.Cast(Expr.call(Function.CARDINALITY, SqlType.INTEGER, arguments.get(0)), SqlType.BIGINT, false),
                                Expr.literal(1L, SqlType.BIGINT)),
                        "Positions of an array, a row each.", "SELECT i FROM generate_subscripts(ARRAY['a', 'b'], 1) AS t(i)");
    }

    private static int depth(SqlType type) {
        return type.kind() == Kind.ARRAY ? 1 + depth(type.element()) : 0;
    }

    /** The value where the array (first) has elements and the dimension (second) is 1, else NULL. */
    private static Expr ofFirst(List<Expr> arguments, Expr value, SqlType type) {
        Expr filled = Expr.call(Function.GREATER, SqlType.BOOLEAN, Expr.call(Function.CARDINALITY, SqlType.INTEGER, arguments.get(0)),
                Expr.literal(0, SqlType.INTEGER));
        Expr first = Expr.call(Function.EQUAL, SqlType.BOOLEAN, arguments.get(1), Expr.literal(1, SqlType.INTEGER));
        Expr both = Expr.call(Function.AND, SqlType.BOOLEAN, filled, first);
        return new Expr.Case(List.of(new Expr.Case.Branch(both, value)), Expr.literal(null, type), type);
    }

    private static void changes(FunctionTable table) {
        table.add("array_position(T[], T, integer) -> integer", Function.ARRAY_POSITION,
                "Where an element first occurs from a position on, counted from 1.", "array_position(ARRAY[1, 2, 1], 1, 2)")
                .add("array_positions(T[], T) -> integer[]", Function.ARRAY_POSITIONS, "Every position of an element, counted from 1.",
                        "array_positions(ARRAY[1, 2, 1], 1)")
                .add("array_replace(T[], T, T) -> T[]", Function.ARRAY_REPLACE, "With every element of a value replaced by another.",
                        "array_replace(ARRAY[1, 2, 1], 1, 9)")
                .add("array_fill(T, integer[]) -> T[]",
                        (arguments, type) -> Expr.call(Function.ARRAY_FILL, type, arguments.get(0),
                                Expr.call(Function.ELEMENT_AT, SqlType.INTEGER, arguments.get(1), Expr.literal(1, SqlType.INTEGER))),
                        "An element so many times.", "array_fill(7, ARRAY[3])")
                .add("trim_array(T[], integer) -> T[]", Function.ARRAY_TRIM, "Without so many elements at the end.",
                        "trim_array(ARRAY[1, 2, 3], 2)")
                .add("slice(T[], integer, integer) -> T[]", ListFunctions::slice, "So many elements from a position on.",
                        "slice(ARRAY[1, 2, 3], 2, 2)")
                .add("contains_all(T[], T[]) -> boolean", Function.ARRAY_CONTAINS_ALL,
                        "Whether the first array has every element of the second, as the operator @>.",
                        "contains_all(ARRAY[1, 2], ARRAY[2])")
                .add("contained_by(T[], T[]) -> boolean", Target.reordered(Function.ARRAY_CONTAINS_ALL, 1, 0),
                        "Whether the second array has every element of the first, as the operator <@.",
                        "contained_by(ARRAY[2], ARRAY[1, 2])")
                .add("contains_all(json, json) -> boolean", Function.JSON_CONTAINS,
                        "Whether the first has all of the second, as the operator @>.", "contains_all('{\"a\": 1}'::JSON, '{}'::JSON)")
                .add("contained_by(json, json) -> boolean", Target.reordered(Function.JSON_CONTAINS, 1, 0),
                        "Whether the second has all of the first, as the operator <@.", "contained_by('{}'::JSON, '{\"a\": 1}'::JSON)")
                .add("array_reverse_sort(T[]) -> T[]",
                        (arguments, type) -> Expr.call(Function.ARRAY_SORT, type, arguments.get(0), Expr.literal(true, SqlType.BOOLEAN)),
                        "Elements in descending order, NULL first.", "array_reverse_sort(ARRAY[1, 2])")
                .alias("array_reverse_sort", "list_reverse_sort")
                .add("zip(any, any...) -> any", Target.of(Function.ARRAYS_ZIP), ListFunctions::zipType,
                        "Arrays side by side: an array of rows, the shorter padded with NULL.", "zip(ARRAY[1, 2], ARRAY['a', 'b'])")
                .alias("zip", "list_zip", "arrays_zip");
    }

    private static Expr slice(List<Expr> arguments, SqlType type) {
        Expr last = Expr.call(Function.SUBTRACT, SqlType.INTEGER,
                Expr.call(Function.ADD, SqlType.INTEGER, arguments.get(1), arguments.get(2)), Expr.literal(1, SqlType.INTEGER));
        return Expr.call(Function.ARRAY_SLICE, type, arguments.get(0), arguments.get(1), last);
    }

    private static SqlType zipType(List<SqlType> types, List<Optional<Object>> literals) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(new Field("f" + (i + 1), types.get(i).kind() == Kind.ARRAY ? types.get(i).element() : SqlType.NULL, true));
        }
        return SqlType.array(SqlType.row(fields));
    }

    private static SqlType entriesType(List<SqlType> types, List<Optional<Object>> literals) {
        SqlType row = types.get(0).kind() == Kind.ARRAY ? types.get(0).element() : SqlType.NULL;
        return row.kind() == Kind.ROW && row.fields().size() == 2
                ? SqlType.map(row.fields().get(0).type(), row.fields().get(1).type())
                : SqlType.map(SqlType.VARCHAR, SqlType.VARCHAR);
    }

    private static void sums(FunctionTable table) {
        table.add("array_sum(T[]) -> any", ListFunctions::sum, ListFunctions::sumType, "Sum of the elements, NULLs left out.",
                "array_sum(ARRAY[1, 2])")
                .alias("array_sum", "list_sum")
                .add("array_average(double[]) -> double", ListFunctions::average, "Mean of the elements, NULLs left out.",
                        "array_average(ARRAY[1e0, 2e0])")
                .alias("array_average", "list_avg");
    }

    private static SqlType sumType(List<SqlType> types, List<Optional<Object>> literals) {
        SqlType element = types.get(0).element();
        return switch (element.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> SqlType.BIGINT;
            case DECIMAL -> SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, element.scale());
            default -> SqlType.DOUBLE;
        };
    }

    private static Expr sum(List<Expr> arguments, SqlType type) {
        boolean numbers = arguments.get(0).type().element().isNumeric();
        Expr array = numbers ? arguments.get(0) : new Expr.Cast(arguments.get(0), SqlType.array(SqlType.DOUBLE), false);
        return Expr.call(Function.ARRAY_SUM, type, array);
    }

    private static Expr average(List<Expr> arguments, SqlType type) {
        Expr known = Expr.call(Function.ARRAY_REMOVE, arguments.get(0).type(), arguments.get(0), Expr.literal(null, SqlType.DOUBLE));
        Expr count = Expr.call(Function.NULLIF, SqlType.INTEGER, Expr.call(Function.CARDINALITY, SqlType.INTEGER, known),
                Expr.literal(0, SqlType.INTEGER));
        return Expr.call(Function.DIVIDE, type, Expr.call(Function.ARRAY_SUM, type, known), new Expr.Cast(count, SqlType.DOUBLE, false));
    }
}
