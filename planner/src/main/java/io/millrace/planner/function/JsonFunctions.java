package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Functions over JSON, which may also be given as text. */
final class JsonFunctions {
    private JsonFunctions() {}

    static void addTo(FunctionTable table) {
        for (String input : List.of("json", "varchar")) {
            table.add("json_value(" + input + ", varchar) -> varchar", Function.JSON_VALUE, "Scalar at a path, as text, or NULL.",
                    "json_value('{\"a\": 1}', '$.a')")
                    .add("json_query(" + input + ", varchar) -> json", Function.JSON_QUERY, "Object or array at a path, or NULL.",
                            "json_query('{\"a\": [1]}', '$.a')")
                    .add("json_exists(" + input + ", varchar) -> boolean", Function.JSON_EXISTS, "Whether there is something at a path.",
                            "json_exists('{\"a\": 1}', '$.a')")
                    .add("json_get(" + input + ", varchar) -> json", Function.JSON_GET, "Member of an object, as the operator ->.",
                            "json_get('{\"a\": 1}', 'a')")
                    .add("json_get(" + input + ", integer) -> json", Function.JSON_GET,
                            "Element of an array counted from 0, as the operator ->.",
                            "json_get('[1, 2]', 0)")
                    .add("json_get_text(" + input + ", varchar) -> varchar", Function.JSON_GET_TEXT,
                            "Member of an object as text, as the operator ->>.", "json_get_text('{\"a\": 1}', 'a')")
                    .add("json_get_text(" + input + ", integer) -> varchar", Function.JSON_GET_TEXT,
                            "Element of an array as text, as the operator ->>.", "json_get_text('[1, 2]', 0)")
                    .add("json_extract_path_text(" + input + ", varchar...) -> varchar", JsonFunctions::pathText,
                            "Text found by following keys.", "json_extract_path_text('{\"a\": {\"b\": 1}}', 'a', 'b')")
                    .add("json_array_length(" + input + ") -> integer", Function.JSON_ARRAY_LENGTH, "Number of an array's elements.",
                            "json_array_length('[1, 2]')")
                    .add("json_typeof(" + input + ") -> varchar", Function.JSON_TYPEOF,
                            "object, array, string, number, boolean or null.", "json_typeof('[1]')")
                    .add("is_json(" + input + " [, varchar]) -> boolean", Function.IS_JSON, "Whether a text is JSON.", "is_json('{}')");
        }
        table.alias("json_value", "get_json_object", "json_extract_string", "json_extract_scalar")
                .alias("json_query", "json_extract")
                .alias("json_array_length", "jsonb_array_length")
                .alias("json_typeof", "jsonb_typeof", "json_type")
                .alias("json_extract_path_text", "jsonb_extract_path_text")
                .add("json_object(any...) -> json", Function.JSON_OBJECT, "Object of keys and values in turn.", "json_object('a', 1)")
                .add("json_object() -> json", (arguments, type) -> Expr.literal("{}", type), "Object without members.",
                        "json_build_object()")
                .alias("json_object", "json_build_object", "jsonb_build_object")
                .add("json_array(any...) -> json", Function.JSON_ARRAY, "Array of the arguments.", "json_array(1, 'a')")
                .add("json_build_array(any...) -> json", JsonFunctions::withNulls, "Array of the arguments, NULL as null.",
                        "json_build_array(1, NULL)")
                .add("json_build_array() -> json", (arguments, type) -> Expr.literal("[]", type), "Array without elements.",
                        "json_build_array()")
                .alias("json_build_array", "jsonb_build_array")
                .add("to_json(any) -> json", Function.TO_JSON, "Value as JSON.", "to_json(ARRAY[1, 2])")
                .alias("to_json", "to_jsonb", "row_to_json", "array_to_json")
                .add("parse_json(varchar) -> json", (arguments, type) -> new Expr.Cast(arguments.get(0), type, false), "Text read as JSON.",
                        "parse_json('{}')");
    }

    private static Expr pathText(List<Expr> arguments, SqlType type) {
        Expr found = arguments.get(0);
        for (int i = 1; i < arguments.size() - 1; i++) {
            found = Expr.call(Function.JSON_GET, SqlType.JSON, found, arguments.get(i));
        }
        return Expr.call(Function.JSON_GET_TEXT, type, found, arguments.getLast());
    }

    private static Expr withNulls(List<Expr> arguments, SqlType type) {
        List<Expr> elements = new ArrayList<>();
        for (Expr argument : arguments) {
            elements.add(Expr.call(Function.COALESCE, SqlType.JSON, Expr.call(Function.TO_JSON, SqlType.JSON, argument),
                    Expr.literal("null", SqlType.JSON)));
        }
        return new Expr.Call(Function.JSON_ARRAY, elements, type);
    }
}
