package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Functions over numbers. */
final class MathFunctions {
    private static final int MAX = SqlType.MAX_DECIMAL_PRECISION;

    private MathFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("abs(N) -> N", Function.ABS, "Value without its sign.", "abs(-3)")
                .add("sign(N) -> N", Function.SIGN, "-1, 0 or 1.", "sign(-3)")
                .add("round(N) -> N", Target.of(Function.ROUND), MathFunctions::whole, "Nearest whole number.", "round(2.5)")
                .add("round(N, integer) -> N", Target.of(Function.ROUND), MathFunctions::rounded, "Nearest number of so many digits.",
                        "round(2.345, 2)")
                .add("trunc(N) -> N", Target.of(Function.TRUNCATE), MathFunctions::whole, "Whole number towards zero.", "trunc(2.9)")
                .add("trunc(N, integer) -> N", Target.of(Function.TRUNCATE), MathFunctions::rounded, "Cut to so many digits.",
                        "trunc(2.349, 2)")
                .alias("trunc", "truncate")
                .add("ceil(N) -> N", Target.of(Function.CEIL), MathFunctions::whole, "Least whole number not below.", "ceil(2.1)")
                .alias("ceil", "ceiling")
                .add("floor(N) -> N", Target.of(Function.FLOOR), MathFunctions::whole, "Greatest whole number not above.", "floor(2.9)")
                .add("mod(N, N) -> N", Function.MODULO, "Remainder of a division, with the dividend's sign.", "mod(7, 3)")
                .add("div(N, N) -> N", MathFunctions::quotient, MathFunctions::whole, "Whole quotient, cut towards zero.", "div(7, 2)");
        ofDoubles(table);
        ofBits(table);
        table.add("random() -> double", Function.RANDOM, "Random number, at least 0 and less than 1.", "random() < 1")
                .alias("random", "rand")
                .notDeterministic("random", "rand")
                .add("gen_random_uuid() -> uuid", Function.GENERATE_UUID, "Random UUID.", "gen_random_uuid() IS NOT NULL")
                .alias("gen_random_uuid", "uuid", "random_uuid").notDeterministic("gen_random_uuid", "uuid", "random_uuid");
    }

    private static void ofDoubles(FunctionTable table) {
        table.add("power(double, double) -> double", Function.POWER, "First argument to the power of the second.", "power(2, 10)")
                .alias("power", "pow")
                .add("sqrt(double) -> double", Function.SQRT, "Square root.", "sqrt(2)")
                .add("cbrt(double) -> double", Function.CBRT, "Cube root.", "cbrt(27)")
                .add("exp(double) -> double", Function.EXP, "e to a power.", "exp(1)")
                .add("ln(double) -> double", Function.LN, "Natural logarithm.", "ln(2)")
                .add("log10(double) -> double", Function.LOG10, "Logarithm of base 10.", "log10(100)")
                .add("log2(double) -> double", Function.LOG2, "Logarithm of base 2.", "log2(8)")
                .add("log(double) -> double", Function.LOG10, "Logarithm of base 10.", "log(100)")
                .add("log(double, double) -> double", Function.LOG, "Logarithm of the first argument's base.", "log(2, 8)")
                .add("sin(double) -> double", Function.SIN, "Sine of radians.", "sin(0)")
                .add("cos(double) -> double", Function.COS, "Cosine of radians.", "cos(0)")
                .add("tan(double) -> double", Function.TAN, "Tangent of radians.", "tan(0)")
                .add("cot(double) -> double", Function.COT, "Cotangent of radians.", "cot(1)")
                .add("asin(double) -> double", Function.ASIN, "Arc sine.", "asin(1)")
                .add("acos(double) -> double", Function.ACOS, "Arc cosine.", "acos(1)")
                .add("atan(double) -> double", Function.ATAN, "Arc tangent.", "atan(1)")
                .add("atan2(double, double) -> double", Function.ATAN2, "Arc tangent of a quotient, in the right quadrant.", "atan2(1, 1)")
                .add("sinh(double) -> double", Function.SINH, "Hyperbolic sine.", "sinh(1)")
                .add("cosh(double) -> double", Function.COSH, "Hyperbolic cosine.", "cosh(1)")
                .add("tanh(double) -> double", Function.TANH, "Hyperbolic tangent.", "tanh(1)")
                .add("degrees(double) -> double", Function.DEGREES, "Radians as degrees.", "degrees(3.14159)")
                .add("radians(double) -> double", Function.RADIANS, "Degrees as radians.", "radians(180)")
                .add("pi() -> double", Function.PI, "The number pi.", "pi()")
                .add("is_nan(double) -> boolean", Function.IS_NAN, "Whether the value is not a number.", "is_nan(1.0)")
                .alias("is_nan", "isnan");
    }

    private static void ofBits(FunctionTable table) {
        table.add("bitand(bigint, bigint) -> bigint", Function.BIT_AND, "Bits set in both.", "bitand(6, 3)").alias("bitand", "bitwise_and")
                .add("bitor(bigint, bigint) -> bigint", Function.BIT_OR, "Bits set in either.", "bitor(6, 3)").alias("bitor", "bitwise_or")
                .add("bitxor(bigint, bigint) -> bigint", Function.BIT_XOR, "Bits set in one of both.", "bitxor(6, 3)")
                .alias("bitxor", "bitwise_xor", "xor")
                .add("bitnot(bigint) -> bigint", Function.BIT_NOT, "All bits turned.", "bitnot(0)").alias("bitnot", "bitwise_not")
                .add("shift_left(bigint, bigint) -> bigint", Function.SHIFT_LEFT, "Bits moved up.", "shift_left(1, 4)")
                .alias("shift_left", "bitwise_left_shift", "shiftleft", "leftshift")
                .add("shift_right(bigint, bigint) -> bigint", Function.SHIFT_RIGHT, "Bits moved down, the sign kept.", "shift_right(16, 4)")
                .alias("shift_right", "bitwise_right_shift", "shiftright", "rightshift")
                .add("gcd(integer, integer) -> integer", Function.GCD, "Greatest common divisor.", "gcd(12, 18)")
                .add("lcm(integer, integer) -> integer", Function.LCM, "Least common multiple.", "lcm(4, 6)")
                .add("gcd(bigint, bigint) -> bigint", Function.GCD, "Greatest common divisor.", "gcd(12, 18)")
                .add("lcm(bigint, bigint) -> bigint", Function.LCM, "Least common multiple.", "lcm(4, 6)");
    }

    private static Expr quotient(List<Expr> arguments, SqlType type) {
        SqlType operands = arguments.get(0).type();
        if (operands.kind() != Kind.DECIMAL) {
            Expr quotient = new Expr.Call(Function.DIVIDE, arguments, operands);
            return operands.isInteger() ? quotient : Expr.call(Function.TRUNCATE, type, quotient);
        }
        // (a - a % b) / b is whole and exact, whatever the scales.
        Expr remainder = new Expr.Call(Function.MODULO, arguments, operands);
        Expr multiple = Expr.call(Function.SUBTRACT, operands, arguments.get(0), remainder);
        SqlType exact = SqlType.decimal(MAX, 0);
        return new Expr.Cast(Expr.call(Function.DIVIDE, exact, multiple, arguments.get(1)), type, false);
    }

    /** A decimal without its fraction, one digit wider for the carry. */
    private static SqlType whole(List<SqlType> arguments, List<Optional<Object>> literals) {
        SqlType type = arguments.get(0);
        return type.kind() == Kind.DECIMAL
                ? SqlType.decimal(Math.min(MAX, type.precision() - type.scale() + 1), 0)
                : type;
    }

    /** A decimal of as many digits as a literal says; of its own scale if there is none. */
    private static SqlType rounded(List<SqlType> arguments, List<Optional<Object>> literals) {
        SqlType type = arguments.get(0);
        if (type.kind() != Kind.DECIMAL) {
            return type;
        }
        int integers = Math.min(MAX, type.precision() - type.scale() + 1);
        int scale = literals.get(1).map(value -> ((BigDecimal) value).intValue()).orElse(type.scale());
        int bounded = Math.max(0, Math.min(scale, MAX - integers));
        return SqlType.decimal(integers + bounded, bounded);
    }
}
