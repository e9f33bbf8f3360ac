package io.millrace.exec.expression;

import static io.millrace.common.expr.Expr.call;
import static io.millrace.common.expr.Expr.literal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    private static final List<Function> OPERATIONS =
            List.of(Function.ADD, Function.SUBTRACT, Function.MULTIPLY, Function.DIVIDE, Function.MODULO);

    private static MillraceException error(ErrorCode code) {
        return new MillraceException(code, "");
    }

    @Test
    void computesIntegersOrRaises() {
        for (SqlType type : List.of(SqlType.TINYINT, SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT)) {
            ExpressionChecker checker =
                    new ExpressionChecker(List.of(type, type), new RandomValues(type.hashCode()).rows(150, 10, type, type));
            for (Function function : OPERATIONS) {
                checker.check(call(function, type, checker.column(0), checker.column(1)), row -> integer(function, type, row));
                checker.check(
                        call(function, type, checker.column(0), literal(type == SqlType.BIGINT ? (Object) 3L : 3, type)),
                        row -> row.get(0) == null ? null : integer(function, type, List.of(row.get(0), 3)));
            }
            checker.check(call(Function.NEGATE, type, checker.column(0)), row -> row.get(0) == null
                    ? null
                    : fit(type, BigInteger.valueOf(((Number) row.get(0)).longValue()).negate()));
            checker.check(call(Function.ABS, type, checker.column(0)), row -> row.get(0) == null
                    ? null
                    : fit(type, BigInteger.valueOf(((Number) row.get(0)).longValue()).abs()));
        }
    }

    private static Object integer(Function function, SqlType type, List<Object> row) {
        if (row.get(0) == null || row.get(1) == null) {
            return null;
        }
        BigInteger a = BigInteger.valueOf(((Number) row.get(0)).longValue());
        BigInteger b = BigInteger.valueOf(((Number) row.get(1)).longValue());
        boolean divides = function == Function.DIVIDE || function == Function.MODULO;
        if (divides && b.signum() == 0) {
            throw error(ErrorCode.DIVISION_BY_ZERO);
        }
        return fit(type, switch (function) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case DIVIDE -> a.divide(b);
            default -> a.remainder(b);
        });
    }

    private static Object fit(SqlType type, BigInteger value) {
        int bits = switch (type.kind()) {
            case TINYINT -> 8;
            case SMALLINT -> 16;
            case INTEGER -> 32;
            default -> 64;
        };
        if (value.bitLength() >= bits) {
            throw error(ErrorCode.NUMERIC_OUT_OF_RANGE);
        }
        return bits == 64 ? (Object) value.longValue() : (Object) value.intValue();
    }

    @Test
    void computesDecimalsExactlyOrRaises() {
        int[][] types = {
                {9, 2, 9, 2, 10, 2},
                {15, 2, 16, 2, 31, 4},
                {31, 4, 16, 2, 38, 6},
                {18, 0, 18, 0, 18, 0},
                {18, 3, 18, 9, 38, 12},
                {38, 10, 9, 0, 38, 10},
                {38, 0, 38, 0, 38, 0},
                {5, 1, 9, 4, 12, 3},
                {38, 6, 38, 6, 20, 2},
                {6, 2, 6, 2, 17, 4}
        };
        for (int[] t : types) {
            SqlType a = SqlType.decimal(t[0], t[1]);
            SqlType b = SqlType.decimal(t[2], t[3]);
            SqlType result = SqlType.decimal(t[4], t[5]);
            RandomValues values = new RandomValues(t[0] * 31L + t[3]);
            ExpressionChecker checker = new ExpressionChecker(List.of(a, b), values.rows(150, 8, a, b));
            BigDecimal bound = (BigDecimal) values.value(b);
            for (Function function : OPERATIONS) {
                checker.check(
                        call(function, result, checker.column(0), checker.column(1)),
                        row -> decimal(function, result, (BigDecimal) row.get(0), (BigDecimal) row.get(1)));
                checker.check(
                        call(function, result, checker.column(0), literal(bound, b)),
                        row -> decimal(function, result, (BigDecimal) row.get(0), bound));
                checker.check(
                        call(function, result, literal(bound, b), checker.column(0)),
                        row -> decimal(function, result, bound, (BigDecimal) row.get(0)));
            }
            for (Function function : List.of(Function.ROUND, Function.TRUNCATE, Function.CEIL, Function.FLOOR)) {
                RoundingMode mode = switch (function) {
                    case ROUND -> RoundingMode.HALF_UP;
                    case TRUNCATE -> RoundingMode.DOWN;
                    case CEIL -> RoundingMode.CEILING;
                    default -> RoundingMode.FLOOR;
                };
                checker.check(call(function, a, checker.column(0)),
                        row -> row.get(0) == null ? null : fit(a, ((BigDecimal) row.get(0)).setScale(0, mode)));
                for (int digits : new int[] {-1, 1, 3}) {
                    if (function == Function.ROUND || function == Function.TRUNCATE) {
                        checker.check(
                                call(function, a, checker.column(0), literal(digits, SqlType.INTEGER)),
                                row -> row.get(0) == null ? null : fit(a, ((BigDecimal) row.get(0)).setScale(digits, mode)));
                    }
                }
            }
        }
    }

    private static BigDecimal decimal(Function function, SqlType type, BigDecimal a, BigDecimal b) {
        if (a == null || b == null) {
            return null;
        }
        boolean divides = function == Function.DIVIDE || function == Function.MODULO;
        if (divides && b.signum() == 0) {
            throw error(ErrorCode.DIVISION_BY_ZERO);
        }
        return fit(type, switch (function) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case DIVIDE -> a.divide(b, type.scale(), RoundingMode.HALF_UP);
            default -> a.remainder(b);
        });
    }

    private static BigDecimal fit(SqlType type, BigDecimal value) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.unscaledValue().abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
            throw error(ErrorCode.NUMERIC_OUT_OF_RANGE);
        }
        return scaled;
    }

    @Test
    void computesFloatsOrRaises() {
        for (SqlType type : List.of(SqlType.DOUBLE, SqlType.REAL)) {
            ExpressionChecker checker = new ExpressionChecker(List.of(type, type), new RandomValues(4).rows(150, 10, type, type));
            for (Function function : OPERATIONS) {
                checker.check(call(function, type, checker.column(0), checker.column(1)), row -> floating(function, type, row));
            }
        }
    }

    private static Object floating(Function function, SqlType type, List<Object> row) {
        if (row.get(0) == null || row.get(1) == null) {
            return null;
        }
        double a = ((Number) row.get(0)).doubleValue();
        double b = ((Number) row.get(1)).doubleValue();
        boolean divides = function == Function.DIVIDE || function == Function.MODULO;
        if (divides && b == 0 && !Double.isNaN(a)) {
            throw error(ErrorCode.DIVISION_BY_ZERO);
        }
        double value = switch (function) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            default -> a % b;
        };
        double rounded = type == SqlType.REAL ? (float) value : value;
        boolean finite = !Double.isInfinite(a) && !Double.isInfinite(b);
        boolean vanished = rounded == 0 && finite && a != 0 && b != 0 && (function == Function.MULTIPLY || function == Function.DIVIDE);
        if (Double.isInfinite(rounded) && finite || vanished) {
            throw error(ErrorCode.NUMERIC_OUT_OF_RANGE);
        }
        return type == SqlType.REAL ? (Object) (float) rounded : (Object) rounded;
    }

    /** Conditions guard: the divisor is never looked at where an earlier condition or branch has decided. */
    @Test
    void evaluatesOnlyWhatIsReached() {
        List<SqlType> types = List.of(SqlType.INTEGER, SqlType.INTEGER);
        ExpressionChecker checker = new ExpressionChecker(types, new RandomValues(9).rows(120, 10, SqlType.INTEGER, SqlType.INTEGER));
        Expr zero = literal(0, SqlType.INTEGER);
        Expr nonZero = call(Function.NOT_EQUAL, SqlType.BOOLEAN, checker.column(1), zero);
        Expr quotient = call(Function.DIVIDE, SqlType.INTEGER, literal(10, SqlType.INTEGER), checker.column(1));
        checker.check(
                call(Function.AND, SqlType.BOOLEAN, call(Function.IS_TRUE, SqlType.BOOLEAN, nonZero),
                        call(Function.GREATER, SqlType.BOOLEAN, quotient, zero)),
                row -> row.get(1) != null && (Integer) row.get(1) != 0 && 10 / (Integer) row.get(1) > 0);
        checker.check(
                new Expr.Case(List.of(new Expr.Case.Branch(nonZero, quotient)), literal(-1, SqlType.INTEGER), SqlType.INTEGER),
                row -> row.get(1) != null && (Integer) row.get(1) != 0 ? 10 / (Integer) row.get(1) : -1);
    }

    private static Object of(Function function, Object... values) {
        Expr[] arguments = new Expr[values.length];
        for (int i = 0; i < values.length; i++) {
            arguments[i] = literal(values[i], SqlType.DOUBLE);
        }
        return ExpressionChecker.value(call(function, SqlType.DOUBLE, arguments));
    }

    private static void raises(ErrorCode code, String message, Function function, Object... values) {
        MillraceException e = assertThrows(MillraceException.class, () -> of(function, values));
        assertEquals(code, e.code());
        assertEquals(message, e.getMessage());
    }

    @Test
    void followsPostgresInFunctions() {
        assertEquals(2.0, of(Function.ROUND, 2.5));
        assertEquals(-2.0, of(Function.ROUND, -1.5));
        assertEquals(-1.0, of(Function.TRUNCATE, -1.9));
        assertEquals(3.0, of(Function.LOG2, 8.0));
        assertEquals(3.0, of(Function.LOG, 10.0, 1000.0));
        assertEquals(1.0, of(Function.POWER, Double.NaN, 0.0));
        assertEquals(8.0, of(Function.POWER, 2.0, 3.0));
        assertEquals(3.0, of(Function.CBRT, 27.0));
        assertEquals(180.0, of(Function.DEGREES, Math.PI));
        assertEquals(Double.NaN, of(Function.SQRT, Double.NaN));
        raises(ErrorCode.INVALID_POWER, "cannot take square root of a negative number: -1.0", Function.SQRT, -1.0);
        raises(ErrorCode.INVALID_LOGARITHM, "cannot take logarithm of zero", Function.LN, 0.0);
        raises(ErrorCode.INVALID_LOGARITHM, "cannot take logarithm of a negative number: -2.0", Function.LOG10, -2.0);
        raises(ErrorCode.INVALID_POWER, "zero raised to a negative power is undefined", Function.POWER, 0.0, -1.0);
        raises(ErrorCode.NUMERIC_OUT_OF_RANGE, "input is out of range: 2.0", Function.ACOS, 2.0);
        raises(ErrorCode.NUMERIC_OUT_OF_RANGE, "value out of range: overflow, for 1000.0", Function.EXP, 1000.0);
        raises(ErrorCode.DIVISION_BY_ZERO, "division by zero", Function.DIVIDE, 1.0, 0.0);
    }

    @Test
    void countsBits() {
        for (Object[] row : new Object[][] {
                {Function.BIT_AND, 12L, 10L, 8L},
                {Function.BIT_OR, 12L, 10L, 14L},
                {Function.BIT_XOR, 12L, 10L, 6L},
                {Function.SHIFT_LEFT, 1L, 62L, 1L << 62},
                {Function.SHIFT_RIGHT, -8L, 1L, -4L},
                {Function.GCD, -12L, 18L, 6L},
                {Function.LCM, 4L, 6L, 12L},
        }) {
            assertEquals(
                    row[3],
                    ExpressionChecker.value(call(
                            (Function) row[0], SqlType.BIGINT, literal(row[1], SqlType.BIGINT), literal(row[2], SqlType.BIGINT))));
        }
        MillraceException e = assertThrows(
                MillraceException.class,
                () -> ExpressionChecker.value(call(
                        Function.ADD, SqlType.BIGINT, literal(Long.MAX_VALUE, SqlType.BIGINT), literal(1L, SqlType.BIGINT))));
        assertEquals("result of 9223372036854775807 + 1 is out of range of BIGINT", e.getMessage());
    }
}
