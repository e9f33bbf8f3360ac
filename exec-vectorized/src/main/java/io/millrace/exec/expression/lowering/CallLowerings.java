package io.millrace.exec.expression.lowering;

import io.millrace.common.expr.Function;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.comparison.Comparisons;
import io.millrace.exec.expression.datetime.DateTimeFunctions;
import io.millrace.exec.expression.json.JsonFunctions;
import io.millrace.exec.expression.logic.Logic;
import io.millrace.exec.expression.nested.NestedFunctions;
import io.millrace.exec.expression.number.Arithmetic;
import io.millrace.exec.expression.number.MathFunctions;
import io.millrace.exec.expression.number.NumberFunctions;
import io.millrace.exec.expression.text.TextFunctions;
import io.millrace.exec.expression.user.UserFunctions;
import java.util.EnumMap;
import java.util.Map;

/** The list of function families; each puts its functions' lowerings into the one table. */
final class CallLowerings {
    private static final Map<Function, CallLowering> ALL = new EnumMap<>(Function.class);

    static {
        // One line a family.
        TextFunctions.register(ALL);
        Logic.register(ALL);
        Comparisons.register(ALL);
        Arithmetic.register(ALL);
        MathFunctions.register(ALL);
        NumberFunctions.register(ALL);
        DateTimeFunctions.register(ALL);
        JsonFunctions.register(ALL);
        NestedFunctions.register(ALL);
        UserFunctions.register(ALL);
    }

    private CallLowerings() {}

    /** Null if no family has it. */
    static CallLowering of(Function function) {
        return ALL.get(function);
    }
}
