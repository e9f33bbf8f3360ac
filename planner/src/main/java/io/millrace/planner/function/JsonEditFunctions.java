package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.List;

/** JSON taken apart and changed: PostgreSQL's jsonb functions, whose results are in jsonb's form. */
final class JsonEditFunctions {
    private static final SqlType TEXTS = SqlType.array(SqlType.VARCHAR);

    private JsonEditFunctions() {}

    static void addTo(FunctionTable table) {
        paths(table);
        changes(table);
        rows(table);
    }

    private static void paths(FunctionTable table) {
        for (String path : List.of("varchar[]", "varchar")) {
            table.add("json_get_path(json, " + path + ") -> json", withPath(Function.JSON_GET_PATH),
                    "What is found by following keys and positions, as the operator #>.", "json_get_path('{\"a\": [1, 2]}', '{a,1}')")
                    .add("json_get_path_text(json, " + path + ") -> varchar", withPath(Function.JSON_GET_PATH_TEXT),
                            "What is found by following keys and positions, as text, as the operator #>>.",
                            "json_get_path_text('{\"a\": [1, \"x\"]}', '{a,1}')");
        }
        table.add("json_extract_path(json, varchar...) -> json", (arguments, type) -> Expr.call(Function.JSON_GET_PATH, type,
                arguments.get(0), new Expr.Call(Function.ARRAY_CONSTRUCT, arguments.subList(1, arguments.size()), TEXTS)),
                "What is found by following keys and positions.", "json_extract_path('{\"a\": {\"b\": 1}}', 'a', 'b')")
                .alias("json_extract_path", "jsonb_extract_path")
                .add("jsonb_path_exists(json, varchar) -> boolean", Function.JSON_EXISTS, "Whether a path finds something.",
                        "jsonb_path_exists('{\"a\": [1, 2]}', '$.a[*] ? (@ > 1)')")
                .add("json_path_query(json, varchar) -> json[]", Function.JSON_PATH_QUERY, "All that a path finds, in FROM a row each.",
                        "SELECT x FROM json_path_query('{\"a\": [1, 2]}', '$.a[*]') AS t(x)")
                .alias("json_path_query", "jsonb_path_query")
                .add("jsonb_path_query_array(json, varchar) -> json",
                        (arguments, type) -> Expr.call(Function.JSON_NORMAL, type,
                                Expr.call(Function.TO_JSON, type, Expr.call(Function.JSON_PATH_QUERY, SqlType.array(SqlType.JSON),
                                        arguments.get(0), arguments.get(1)))),
                        "All that a path finds, as an array.", "jsonb_path_query_array('{\"a\": [1, 2]}', '$.a[*]')")
                .add("jsonb_path_query_first(json, varchar) -> json",
                        (arguments, type) -> Expr.call(Function.ELEMENT_AT, type,
                                Expr.call(Function.JSON_PATH_QUERY, SqlType.array(SqlType.JSON), arguments.get(0), arguments.get(1)),
                                Expr.literal(1, SqlType.INTEGER)),
                        "The first that a path finds, or NULL.", "jsonb_path_query_first('{\"a\": [1, 2]}', '$.a[*]')");
    }

    /** With the path as an array, which may be written as a text: '{a,1}'. */
    private static Target withPath(Function function) {
        return (arguments, type) -> Expr.call(function, type, arguments.get(0), path(arguments.get(1)));
    }

    private static Expr path(Expr path) {
        return path.type().isCharacter() ? new Expr.Cast(path, TEXTS, false) : path;
    }

    private static void changes(FunctionTable table) {
        for (String path : List.of("varchar[]", "varchar")) {
            table.add("jsonb_set(json, " + path + ", json [, boolean]) -> json", edit(Function.JSON_SET),
                    "JSON with another value at a path; what is missing is made, unless the last argument is false.",
                    "jsonb_set('{\"a\": [1, 2]}', '{a,1}', '3')")
                    .add("jsonb_insert(json, " + path + ", json [, boolean]) -> json", edit(Function.JSON_INSERT),
                            "JSON with a value put in before a path's place, after it if the last argument is true.",
                            "jsonb_insert('{\"a\": [1, 2]}', '{a,1}', '3')");
        }
        table.add("json_strip_nulls(json) -> json", Function.JSON_STRIP_NULLS, "JSON without members that are null.",
                "json_strip_nulls('{\"a\": 1, \"b\": null}')")
                .add("jsonb_strip_nulls(json) -> json",
                        (arguments, type) -> Expr.call(Function.JSON_NORMAL, type,
                                Expr.call(Function.JSON_STRIP_NULLS, type, arguments.get(0))),
                        "JSON without members that are null.", "jsonb_strip_nulls('{\"a\": 1, \"b\": null}')")
                .add("jsonb_pretty(json) -> varchar", Function.JSON_PRETTY, "JSON over several lines.", "jsonb_pretty('{\"a\": 1}')")
                .add("jsonb_normal(json) -> json", Function.JSON_NORMAL,
                        "JSON in the form of PostgreSQL's jsonb, as CAST(… AS JSONB): members sorted, each key once.",
                        "jsonb_normal('{\"b\": 1, \"a\":2}')")
                .add("jsonb_concat(json, json) -> json", Function.JSON_CONCAT, "Members or elements of both, as the operator ||.",
                        "jsonb_concat('{\"a\": 1}', '{\"b\": 2}')")
                .alias("jsonb_concat", "json_merge")
                .add("jsonb_delete(json, varchar) -> json", Function.JSON_DELETE, "Without a member, or a text of an array.",
                        "jsonb_delete('{\"a\": 1, \"b\": 2}', 'a')")
                .add("jsonb_delete(json, integer) -> json", Function.JSON_DELETE, "Without the element at a position counted from 0.",
                        "jsonb_delete('[1, 2]', 0)")
                .add("json_contains(json, json) -> boolean", Function.JSON_CONTAINS,
                        "Whether the first has all of the second, as the operator @>.",
                        "json_contains('{\"a\": 1, \"b\": 2}', '{\"a\": 1}')")
                .alias("json_contains", "jsonb_contains")
                .add("json_format(json) -> varchar", (arguments, type) -> new Expr.Cast(arguments.get(0), type, false), "JSON as text.",
                        "json_format('[1]')")
                .alias("parse_json", "json_parse");
    }

    private static Target edit(Function function) {
        return (arguments, type) -> {
            List<Expr> all = new java.util.ArrayList<>(arguments);
            all.set(1, path(arguments.get(1)));
            return new Expr.Call(function, all, type);
        };
    }

    private static void rows(FunctionTable table) {
        table.add("json_elements(json) -> json[]", Function.JSON_ELEMENTS, "Elements of a JSON array.", "json_elements('[1, \"a\"]')")
                .add("json_array_elements(json) -> json[]", Function.JSON_ELEMENTS, "Elements of a JSON array, a row each.",
                        "SELECT x FROM json_array_elements('[1, \"a\"]') AS t(x)")
                .alias("json_array_elements", "jsonb_array_elements")
                .add("json_array_elements_text(json) -> varchar[]", Function.JSON_ELEMENTS,
                        "Elements of a JSON array as texts, a row each.",
                        "SELECT x FROM json_array_elements_text('[1, \"a\"]') AS t(x)")
                .alias("json_array_elements_text", "jsonb_array_elements_text")
                .add("json_keys(json) -> varchar[]", Function.JSON_KEYS, "Keys of a JSON object.", "json_keys('{\"a\": 1, \"b\": 2}')")
                .add("json_object_keys(json) -> varchar[]", Function.JSON_KEYS, "Keys of a JSON object, a row each.",
                        "SELECT k FROM json_object_keys('{\"a\": 1, \"b\": 2}') AS t(k)")
                .alias("json_object_keys", "jsonb_object_keys")
                .add("json_each(json) -> map<varchar,json>", Function.JSON_MEMBERS, "Members of a JSON object, a row each.",
                        "SELECT key FROM json_each('{\"a\": 1, \"b\": 2}')")
                .alias("json_each", "jsonb_each")
                .add("json_each_text(json) -> map<varchar,varchar>", Function.JSON_MEMBERS,
                        "Members of a JSON object as texts, a row each.",
                        "SELECT value FROM json_each_text('{\"a\": 1, \"b\": \"x\"}')")
                .alias("json_each_text", "jsonb_each_text");
    }
}
