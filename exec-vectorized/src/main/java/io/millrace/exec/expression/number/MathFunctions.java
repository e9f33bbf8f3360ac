package io.millrace.exec.expression.number;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The family of mathematical functions, with PostgreSQL's errors. */
public final class MathFunctions {
    private static final double LN_2 = Math.log(2);

    private MathFunctions() {}

    public static void register(Map<Function, CallLowering> table) {
        for (Function function : List.of(Function.NEGATE, Function.ABS, Function.SIGN)) {
            table.put(function, MathFunctions::unary);
        }
        for (Function function : List.of(Function.ROUND, Function.TRUNCATE, Function.CEIL, Function.FLOOR)) {
            table.put(function, MathFunctions::rounding);
        }
        one(table, Function.SQRT, MathFunctions::squareRoot);
        one(table, Function.CBRT, Math::cbrt);
        one(table, Function.EXP, MathFunctions::exponential);
        one(table, Function.LN, x -> Math.log(positive(x)));
        one(table, Function.LOG10, x -> Math.log10(positive(x)));
        one(table, Function.LOG2, MathFunctions::logarithm2);
        one(table, Function.SIN, x -> Math.sin(finite(x)));
        one(table, Function.COS, x -> Math.cos(finite(x)));
        one(table, Function.TAN, x -> Math.tan(finite(x)));
        one(table, Function.COT, x -> 1 / Math.tan(finite(x)));
        one(table, Function.ASIN, x -> Math.asin(unit(x)));
        one(table, Function.ACOS, x -> Math.acos(unit(x)));
        one(table, Function.ATAN, Math::atan);
        one(table, Function.SINH, Math::sinh);
        one(table, Function.COSH, Math::cosh);
        one(table, Function.TANH, Math::tanh);
        one(table, Function.DEGREES, x -> bounded(x / (Math.PI / 180), x));
        one(table, Function.RADIANS, x -> x * (Math.PI / 180));
        one(table, Function.ASINH, Hyperbolic::asinh);
        one(table, Function.ACOSH, Hyperbolic::acosh);
        one(table, Function.ATANH, Hyperbolic::atanh);
        one(table, Function.SIND, Degrees::sin);
        one(table, Function.COSD, Degrees::cos);
        one(table, Function.TAND, Degrees::tan);
        one(table, Function.COTD, Degrees::cot);
        one(table, Function.ASIND, Degrees::asin);
        one(table, Function.ACOSD, Degrees::acos);
        one(table, Function.ATAND, Degrees::atan);
        two(table, Function.ATAN2D, Degrees::atan2);
        two(table, Function.ATAN2, Math::atan2);
        two(table, Function.POWER, MathFunctions::power);
        two(table, Function.LOG, MathFunctions::logarithm);
    }

    private static void one(Map<Function, CallLowering> table, Function function, DoubleUnaryOperator operator) {
        two(table, function, (x, ignored) -> operator.applyAsDouble(x));
    }

    private static void two(Map<Function, CallLowering> table, Function function, DoubleBinaryOperator operator) {
        table.put(function, (call, arguments, context) -> {
            boolean doubles = call.type().layout() == Layout.FLOAT64
                    && call.arguments().stream().allMatch(a -> a.type().layout() == Layout.FLOAT64);
            if (!doubles) {
                throw Arguments.unsupported(call);
            }
            boolean single = call.type().kind() == SqlType.Kind.REAL;
            return new DoubleFunction(
                    call, arguments, context, single ? (x, y) -> (float) operator.applyAsDouble(x, y) : operator);
        });
    }

    private static Evaluator unary(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        SqlType type = call.arguments().get(0).type();
        boolean interval = type.kind() == SqlType.Kind.INTERVAL_YEAR_MONTH || type.kind() == SqlType.Kind.INTERVAL_DAY_TIME;
        boolean takes = type.isNumeric() && call.type().isNumeric() && type.isApproximate() == call.type().isApproximate();
        if (!takes && !(interval && call.type().equals(type) && call.function() != Function.SIGN)) {
            throw Arguments.unsupported(call);
        }
        return new UnaryNumber(call, arguments, context);
    }

    private static Evaluator rounding(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        SqlType type = call.arguments().get(0).type();
        boolean takes = type.isNumeric() && call.type().isNumeric() && (!type.isApproximate() || call.type().isApproximate());
        if (!takes || arguments.size() > 1 && call.arguments().get(1).type().layout() != Layout.INT32) {
            throw Arguments.unsupported(call);
        }
        return new Rounding(call, arguments, context);
    }

    private static double squareRoot(double x) {
        if (x < 0) {
            throw new MillraceException(ErrorCode.INVALID_POWER, "cannot take square root of a negative number: " + x);
        }
        return Math.sqrt(x);
    }

    private static double exponential(double x) {
        double result = Math.exp(x);
        if (result == 0 && x != Double.NEGATIVE_INFINITY) {
            throw Arithmetic.outOfRange("EXP " + x, SqlType.DOUBLE);
        }
        return bounded(result, x);
    }

    private static double positive(double x) {
        if (x <= 0) {
            throw new MillraceException(
                    ErrorCode.INVALID_LOGARITHM,
                    x == 0 ? "cannot take logarithm of zero" : "cannot take logarithm of a negative number: " + x);
        }
        return x;
    }

    /** Exact for powers of two. */
    private static double logarithm2(double x) {
        double value = positive(x);
        int exponent = Math.getExponent(value);
        return value == Math.scalb(1.0, exponent) ? exponent : Math.log(value) / LN_2;
    }

    private static double logarithm(double base, double x) {
        double divisor = Math.log(positive(base));
        double dividend = Math.log(positive(x));
        if (divisor == 0) {
            throw Arithmetic.divisionByZero();
        }
        return base == 10 ? Math.log10(x) : base == 2 ? logarithm2(x) : dividend / divisor;
    }

    private static double power(double base, double exponent) {
        if (base == 1 || exponent == 0) {
            return 1;
        }
        if (base == 0 && exponent < 0) {
            throw new MillraceException(ErrorCode.INVALID_POWER, "zero raised to a negative power is undefined");
        }
        if (base < 0 && !Double.isInfinite(base) && !Double.isNaN(exponent) && exponent != Math.rint(exponent)) {
            throw new MillraceException(
                    ErrorCode.INVALID_POWER,
                    "a negative number raised to a non-integer power yields a complex result: " + base + ", " + exponent);
        }
        if (base == -1 && Double.isInfinite(exponent)) {
            return 1;
        }
        double result = Math.pow(base, exponent);
        boolean vanished = result == 0 && base != 0 && !Double.isInfinite(base) && !Double.isInfinite(exponent);
        if (vanished || Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
            throw Arithmetic.outOfRange("POWER " + base + ", " + exponent, SqlType.DOUBLE);
        }
        return result;
    }

    private static double finite(double x) {
        if (Double.isInfinite(x)) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "input is out of range: " + x);
        }
        return x;
    }

    private static double unit(double x) {
        if (x < -1 || x > 1) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "input is out of range: " + x);
        }
        return x;
    }

    private static double bounded(double result, double x) {
        if (Double.isInfinite(result) && !Double.isInfinite(x)) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "value out of range: overflow, for " + x);
        }
        return result;
    }
}
