package io.millrace.planner.function;

import io.millrace.common.expr.Function;

/** Functions over numbers. */
final class MathFunctions {
    private MathFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("abs(N) -> N", Function.ABS, "Value without its sign.", "abs(-3)");
    }
}
