package io.millrace.exec.expression.json;

import io.millrace.exec.expression.FunctionCases;
import org.junit.jupiter.api.Test;

class JsonFunctionsTest {
    private static final String STORE =
            """
                    JSON '{"store": {"book": [{"t": "A", "p": 8.95}, {"t": "B", "p": 12.99, "x": null}], "name":  "书店"}, "n": [1, 2, 3]}'""";

    private static void check(String table) {
        FunctionCases.check(table.replace("STORE", STORE));
    }

    @Test
    void paths() {
        check("""
                JSON_VALUE(STORE, '$.store.book[0].t') -> 'A'
                JSON_VALUE(STORE, '$.store.book[last].p') -> '12.99'
                JSON_VALUE(STORE, '$.store.name') -> '书店'
                JSON_VALUE(STORE, '$."store"."name"') -> '书店'
                JSON_VALUE(STORE, '$[''store''].name') -> '书店'
                JSON_VALUE(STORE, 'strict $.missing') -> NULL
                JSON_VALUE(STORE, '$.store') -> NULL
                JSON_VALUE(STORE, '$.store.book[*].t') -> NULL
                JSON_VALUE(STORE, '$.store.book[1].x') -> NULL
                JSON_VALUE(STORE, '$.store.book[*] ? (@.p > 10).t') -> 'B'
                JSON_VALUE(STORE, '$.store.book[*] ? (@.t == "A" && @.p < 10).p') -> '8.95'
                JSON_VALUE(STORE, '$.store.book[*] ? (exists(@.x)).t') -> 'B'
                JSON_VALUE(STORE, '$.store.book[*] ? (!(@.t starts with "A")).t') -> 'B'
                JSON_VALUE(STORE, '$.store.book[*] ? (@.t like_regex "^b" flag "i").t') -> 'B'
                JSON_VALUE(STORE, '$.n.size()') -> '3'
                JSON_VALUE(STORE, '$.n[1 to last] ? (@ >= 3)') -> '3'
                JSON_VALUE(STORE, '$..name') -> '书店'
                JSON_VALUE(STORE, '$.**.name') -> '书店'
                JSON_VALUE(STORE, 'store') -> error INVALID_PARAMETER
                JSON_VALUE(STORE, '$.') -> error INVALID_PARAMETER
                JSON_VALUE('{"a":', '$.a') -> error INVALID_JSON
                JSON_VALUE('', '$.a') -> error INVALID_JSON
                JSON_VALUE('1 2', '$') -> error INVALID_JSON
                JSON_VALUE('[{"a": 1}]', '$.a') -> '1'
                JSON_VALUE('{"a": true}', '$.a[0]') -> 'true'
                JSON_QUERY(STORE, '$.n') -> JSON '[1, 2, 3]'
                JSON_QUERY(STORE, '$.store.book[1]') -> JSON '{"t": "B", "p": 12.99, "x": null}'
                JSON_QUERY(STORE, '$.store.name') -> JSON '"书店"'
                JSON_QUERY(STORE, '$.n[*]') -> NULL:JSON
                JSON_EXISTS(STORE, '$.store.book[*].x') -> true
                JSON_EXISTS(STORE, '$.store.book[2]') -> false
                JSON_EXISTS(STORE, 'strict $.store.book[2]') -> false
                """);
    }

    @Test
    void operators() {
        check("""
                JSON_GET(STORE, 'n') -> JSON '[1, 2, 3]'
                JSON_GET('{"a": {"b":  1}}', 'a') -> JSON '{"b":  1}'
                JSON_GET('{"a": 1, "a": 2}', 'a') -> JSON '2'
                JSON_GET('[1, null, "x"]', 1) -> JSON 'null'
                JSON_GET('[1, null, "x"]', -1) -> JSON '"x"'
                JSON_GET('[1]', 5) -> NULL:JSON
                JSON_GET('[1]', 'a') -> NULL:JSON
                JSON_GET_TEXT('[1, null, "x\\n"]', 1) -> NULL
                JSON_GET_TEXT('{"a": "\\u4f60\\"好"}', 'a') -> '你"好'
                JSON_ARRAY_LENGTH('[1, [2, 3]]') -> 2
                JSON_ARRAY_LENGTH('{}') -> error INVALID_PARAMETER:INTEGER
                JSON_TYPEOF('{}') -> 'object'
                JSON_TYPEOF(' -1.5e3 ') -> 'number'
                JSON_TYPEOF('null') -> 'null'
                IS_JSON('{"a": 1}') -> true
                IS_JSON('{a: 1}') -> false
                IS_JSON('[1]', 'OBJECT') -> false
                IS_JSON(NULL) -> NULL:BOOLEAN
                """);
    }

    @Test
    void construction() {
        check("""
                JSON_OBJECT('a', 1, 'b', 'x"y') -> JSON '{"a" : 1, "b" : "x\\"y"}'
                JSON_OBJECT('a', NULL) -> JSON '{"a" : null}'
                JSON_OBJECT(NULL, 1) -> error INVALID_PARAMETER:JSON
                JSON_OBJECT() -> JSON '{}'
                JSON_ARRAY(1, NULL, 'x', true, JSON '{"a":1}') -> JSON '[1, "x", true, {"a":1}]'
                JSON_ARRAY() -> JSON '[]'
                TO_JSON('a') -> JSON '"a"'
                TO_JSON(1.50) -> JSON '1.50'
                TO_JSON(1.5e0) -> JSON '1.5'
                TO_JSON(NaN) -> JSON '"NaN"'
                TO_JSON(DATE '2024-02-29') -> JSON '"2024-02-29"'
                TO_JSON(TIMESTAMP '2024-02-29T10:00:00.5') -> JSON '"2024-02-29T10:00:00.5"'
                TO_JSON(TIMESTAMPTZ '2024-02-29T10:00:00Z') -> JSON '"2024-02-29T10:00:00+00:00"'
                TO_JSON(ARRAY[1, NULL]) -> JSON '[1,null]'
                TO_JSON(MAP{'k': 1}) -> JSON '{"k":1}'
                TO_JSON(ROW(1, 'a')) -> JSON '{"f1":1,"f2":"a"}'
                TO_JSON(NULL) -> NULL:JSON
                """);
    }
}
