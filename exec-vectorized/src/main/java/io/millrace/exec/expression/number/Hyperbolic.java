package io.millrace.exec.expression.number;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;

/** Inverse hyperbolic functions, accurate near zero. */
final class Hyperbolic {
    private static final double LN_2 = Math.log(2);
    private static final double LARGE = 1L << 28;

    private Hyperbolic() {}

    static double asinh(double x) {
        double a = Math.abs(x);
        if (a == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
            return x;
        }
        double value = a > LARGE ? Math.log(a) + LN_2 : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
        return Math.copySign(value, x);
    }

    static double acosh(double x) {
        if (x < 1) {
            throw outOfRange(x);
        }
        double t = x - 1;
        return x > LARGE ? Math.log(x) + LN_2 : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    static double atanh(double x) {
        if (x < -1 || x > 1) {
            throw outOfRange(x);
        }
        if (x == 1 || x == -1) {
            return x / 0;
        }
        double a = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
    }

    private static MillraceException outOfRange(double x) {
        return new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "input is out of range: " + x);
    }
}
