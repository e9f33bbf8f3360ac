package io.millrace.planner.function;

import io.millrace.common.expr.Function;

/** Functions over text. */
final class StringFunctions {
    private StringFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("lower(varchar) -> varchar", Function.LOWER, "Text in lower case.", "lower('ABC')");
        table.add("upper(varchar) -> varchar", Function.UPPER, "Text in upper case.", "upper('abc')");
        table.add("substring(varchar, integer [, integer]) -> varchar", Function.SUBSTRING,
                "Part of a text, from a position counted from 1.",
                "substring('abcdef', 2, 3)");
        table.alias("substring", "substr");
    }
}
