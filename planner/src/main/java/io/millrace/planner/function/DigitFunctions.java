package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.util.List;

/** Numbers by their digits, buckets, angles in degrees, and inverse hyperbolic functions. */
final class DigitFunctions {
    private DigitFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("factorial(bigint) -> decimal", Target.of(Function.FACTORIAL), (types, literals) -> SqlType.decimal(38, 0),
                "Product of the whole numbers from 1.", "factorial(5)")
                .add("width_bucket(double, double, double, integer) -> integer", Function.WIDTH_BUCKET,
                        "Which of so many equal buckets between two bounds a number falls into; 0 below, one more above.",
                        "width_bucket(5e0, 0e0, 10e0, 4)")
                .add("width_bucket(N, N, N, integer) -> integer", DigitFunctions::exactBucket,
                        "Which of so many equal buckets between two bounds a number falls into; 0 below, one more above.",
                        "width_bucket(5.35, 0.024, 10.06, 5)")
                .add("scale(N) -> integer", (arguments, type) -> whereNotNull(arguments.get(0), arguments.get(0).type().scale(), type),
                        "Digits after the point of a number's type.", "scale(8.4100)")
                .add("min_scale(N) -> integer", (arguments, type) -> Expr.call(Function.MIN_SCALE, type, decimal(arguments.get(0))),
                        "Digits after the point that a number needs.", "min_scale(8.4100)")
                .add("to_base(bigint, integer) -> varchar", Function.TO_BASE, "Number in a radix from 2 to 36.", "to_base(255, 16)")
                .add("from_base(varchar, integer) -> bigint", Function.FROM_BASE, "Number of digits in a radix from 2 to 36.",
                        "from_base('ff', 16)")
                .add("bin(bigint) -> varchar",
                        (arguments, type) -> Expr.call(Function.TO_BASE, type, arguments.get(0), Expr.literal(2, SqlType.INTEGER)),
                        "Number in binary.", "bin(5)")
                .alias("bin", "to_bin")
                .add("to_oct(bigint) -> varchar",
                        (arguments, type) -> Expr.call(Function.TO_BASE, type, arguments.get(0), Expr.literal(8, SqlType.INTEGER)),
                        "Number in octal.", "to_oct(8)")
                .add("is_infinite(double) -> boolean", Function.IS_INFINITE, "Whether the value is infinite.", "is_infinite(1.0)")
                .alias("is_infinite", "isinf")
                .add("is_finite(double) -> boolean",
                        (arguments, type) -> Expr.call(Function.NOT, type, Expr.call(Function.OR, type,
                                Expr.call(Function.IS_INFINITE, type, arguments.get(0)),
                                Expr.call(Function.IS_NAN, type, arguments.get(0)))),
                        "Whether the value is neither infinite nor not a number.", "is_finite(1.0)")
                .alias("is_finite", "isfinite")
                .add("infinity() -> double", (arguments, type) -> Expr.literal(Double.POSITIVE_INFINITY, type), "Infinity.", "infinity()")
                .add("nan() -> double", (arguments, type) -> Expr.literal(Double.NaN, type), "What is not a number.", "nan()")
                .add("e() -> double", (arguments, type) -> Expr.literal(Math.E, type), "Euler's number.", "e()")
                .add("square(double) -> double", (arguments, type) -> Expr.call(Function.POWER, type, arguments.get(0),
                        Expr.literal(2.0, SqlType.DOUBLE)), "Value times itself.", "square(3)");
        angle(table, "sind", Function.SIND, "Sine of degrees.", "sind(30)");
        angle(table, "cosd", Function.COSD, "Cosine of degrees.", "cosd(60)");
        angle(table, "tand", Function.TAND, "Tangent of degrees.", "tand(45)");
        angle(table, "cotd", Function.COTD, "Cotangent of degrees.", "cotd(45)");
        angle(table, "asind", Function.ASIND, "Arc sine in degrees.", "asind(0.5)");
        angle(table, "acosd", Function.ACOSD, "Arc cosine in degrees.", "acosd(0.5)");
        angle(table, "atand", Function.ATAND, "Arc tangent in degrees.", "atand(1)");
        angle(table, "asinh", Function.ASINH, "Inverse hyperbolic sine.", "asinh(1)");
        angle(table, "acosh", Function.ACOSH, "Inverse hyperbolic cosine.", "acosh(2)");
        angle(table, "atanh", Function.ATANH, "Inverse hyperbolic tangent.", "atanh(0.5)");
        table.add("atan2d(double, double) -> double", Function.ATAN2D, "Arc tangent of a quotient in degrees, in the right quadrant.",
                "atan2d(1, 1)");
        table.add("num_nulls(any...) -> integer", (arguments, type) -> count(arguments, Function.IS_NULL, type),
                "Number of arguments that are NULL.", "num_nulls(1, NULL, 2)")
                .add("num_nonnulls(any...) -> integer", (arguments, type) -> count(arguments, Function.IS_NOT_NULL, type),
                        "Number of arguments that are not NULL.", "num_nonnulls(1, NULL, 2)");
    }

    private static void angle(FunctionTable table, String name, Function function, String description, String example) {
        table.add(name + "(double) -> double", function, description, example);
    }

    private static Expr exactBucket(List<Expr> arguments, SqlType type) {
        if (arguments.get(0).type().isApproximate()) {
            return new Expr.Call(Function.WIDTH_BUCKET, arguments, type);
        }
        return Expr.call(Function.WIDTH_BUCKET, type, arguments.get(0), arguments.get(1), arguments.get(2), arguments.get(3));
    }

    private static Expr decimal(Expr value) {
        return value.type().isApproximate() ? new Expr.Cast(value, SqlType.decimal(38, 16), false) : value;
    }

    private static Expr whereNotNull(Expr value, int constant, SqlType type) {
        Expr isNull = Expr.call(Function.IS_NULL, SqlType.BOOLEAN, value);
        int scale = value.type().kind() == Kind.DECIMAL ? constant : 0;
        return new Expr.Case(List.of(new Expr.Case.Branch(isNull, Expr.literal(null, type))), Expr.literal(scale, type), type);
    }

    private static Expr count(List<Expr> arguments, Function test, SqlType type) {
        Expr sum = Expr.literal(0, type);
        for (Expr argument : arguments) {
            Expr.Case.Branch counted = new Expr.Case.Branch(Expr.call(test, SqlType.BOOLEAN, argument), Expr.literal(1, type));
            sum = Expr.call(Function.ADD, type, sum, new Expr.Case(List.of(counted), Expr.literal(0, type), type));
        }
        return sum;
    }
}
