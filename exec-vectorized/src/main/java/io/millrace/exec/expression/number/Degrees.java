package io.millrace.exec.expression.number;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;

/**
 * Trigonometry of degrees, exact where the answer is: sine of 30 is 0.5. The argument is taken to the first quadrant, and there scaled so that 0, 30, 45, 60
 * and 90 come out whole, as PostgreSQL does.
 */
final class Degrees {
    private static final double RADIANS = Math.PI / 180;
    private static final double SIN_30 = Math.sin(30 * RADIANS);
    private static final double ONE_MINUS_COS_60 = 1 - Math.cos(60 * RADIANS);
    private static final double ASIN_HALF = Math.asin(0.5);
    private static final double ACOS_HALF = Math.acos(0.5);
    private static final double ATAN_ONE = Math.atan(1);
    private static final double TAN_45 = sinOfQuadrant(45) / cosOfQuadrant(45);
    private static final double COT_45 = cosOfQuadrant(45) / sinOfQuadrant(45);

    private Degrees() {}

    private static double sinTo30(double x) {
        return Math.sin(x * RADIANS) / SIN_30 / 2;
    }

    private static double cosTo60(double x) {
        return 1 - (1 - Math.cos(x * RADIANS)) / ONE_MINUS_COS_60 / 2;
    }

    private static double sinOfQuadrant(double x) {
        return x <= 30 ? sinTo30(x) : cosTo60(90 - x);
    }

    private static double cosOfQuadrant(double x) {
        return x <= 60 ? cosTo60(x) : sinTo30(90 - x);
    }

    private static double turn(double x) {
        if (Double.isInfinite(x)) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "input is out of range: " + x);
        }
        return x % 360;
    }

    static double sin(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        double angle = turn(x);
        int sign = 1;
        if (angle < 0) {
            angle = -angle;
            sign = -1;
        }
        if (angle > 180) {
            angle = 360 - angle;
            sign = -sign;
        }
        return sign * sinOfQuadrant(angle > 90 ? 180 - angle : angle);
    }

    static double cos(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        double angle = Math.abs(turn(x));
        angle = angle > 180 ? 360 - angle : angle;
        return angle > 90 ? -cosOfQuadrant(180 - angle) : cosOfQuadrant(angle);
    }

    static double tan(double x) {
        return quotient(x, true);
    }

    static double cot(double x) {
        return quotient(x, false);
    }

    private static double quotient(double x, boolean tangent) {
        if (Double.isNaN(x)) {
            return x;
        }
        double angle = turn(x);
        int sign = 1;
        if (angle < 0) {
            angle = -angle;
            sign = -1;
        }
        if (angle > 180) {
            angle = 360 - angle;
            sign = -sign;
        }
        if (angle > 90) {
            angle = 180 - angle;
            sign = -sign;
        }
        double result = tangent
                ? sign * (sinOfQuadrant(angle) / cosOfQuadrant(angle) / TAN_45)
                : sign * (cosOfQuadrant(angle) / sinOfQuadrant(angle) / COT_45);
        return result == 0 ? 0 : result;
    }

    private static double unit(double x) {
        if (x < -1 || x > 1) {
            throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "input is out of range: " + x);
        }
        return x;
    }

    private static double asinOfQuadrant(double x) {
        return x <= 0.5 ? Math.asin(x) / ASIN_HALF * 30 : 90 - Math.acos(x) / ACOS_HALF * 60;
    }

    private static double acosOfQuadrant(double x) {
        return x <= 0.5 ? 90 - Math.asin(x) / ASIN_HALF * 30 : Math.acos(x) / ACOS_HALF * 60;
    }

    static double asin(double x) {
        unit(x);
        return x >= 0 ? asinOfQuadrant(x) : -asinOfQuadrant(-x);
    }

    static double acos(double x) {
        unit(x);
        return x >= 0 ? acosOfQuadrant(x) : 90 + asinOfQuadrant(-x);
    }

    static double atan(double x) {
        return Math.atan(x) / ATAN_ONE * 45;
    }

    static double atan2(double y, double x) {
        return Math.atan2(y, x) / ATAN_ONE * 45;
    }
}
