package io.millrace.exec.expression.number;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import java.util.List;
import java.util.Map;

/** The family of the five operations, chosen by the result's type; and the errors that numbers raise. */
public final class Arithmetic {
    private Arithmetic() {}

    public static void register(Map<Function, CallLowering> table) {
        for (Function function : List.of(Function.ADD, Function.SUBTRACT, Function.MULTIPLY, Function.DIVIDE, Function.MODULO)) {
            table.put(function, Arithmetic::lower);
        }
    }

    private static Evaluator lower(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        SqlType left = call.arguments().get(0).type();
        SqlType right = call.arguments().get(1).type();
        SqlType type = call.type();
        boolean exact = isExact(left) && isExact(right);
        if (type.isInteger() && left.isInteger() && right.isInteger()) {
            return new IntegerArithmetic(call, arguments, context);
        }
        if (type.kind() == SqlType.Kind.DECIMAL && exact) {
            return new DecimalArithmetic(call, arguments, context);
        }
        if (type.isApproximate() && left.isApproximate() && right.isApproximate()) {
            return new DoubleArithmetic(call, arguments, context);
        }
        throw Arguments.unsupported(call);
    }

    static boolean isExact(SqlType type) {
        return type.isInteger() || type.kind() == SqlType.Kind.DECIMAL;
    }

    static String symbol(Function function) {
        return switch (function) {
            case ADD -> "+";
            case SUBTRACT -> "-";
            case MULTIPLY -> "*";
            case DIVIDE -> "/";
            case MODULO -> "%";
            default -> function.name();
        };
    }

    static MillraceException divisionByZero() {
        return new MillraceException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
    }

    static MillraceException outOfRange(String what, SqlType type) {
        return new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "result of " + what + " is out of range of " + type);
    }
}
