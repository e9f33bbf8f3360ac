package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Values between two values. */
final class Interpolation {
    private Interpolation() {}

    /** Whether values of {@code from} can be interpolated to {@code to}. */
    static boolean takes(SqlType from, SqlType to) {
        return switch (to.kind()) {
            case DOUBLE, REAL, DECIMAL -> from.isNumeric();
            case INTERVAL_DAY_TIME, TIMESTAMP, TIMESTAMP_TZ -> from.layout() == to.layout() && from.kind() == to.kind();
            default -> false;
        };
    }

    /** Appends the value {@code fraction} of the way from {@code a} to {@code b}, neither NULL. */
    static void append(ColumnBuilder builder, Column values, int a, int b, double fraction) {
        SqlType type = builder.type();
        switch (type.kind()) {
            case DOUBLE, REAL -> {
                double from = number(values, a);
                double to = number(values, b);
                double value = fraction == 0 ? from : from + (to - from) * fraction;
                builder.appendDouble(type.kind() == SqlType.Kind.REAL ? (float) value : value);
            }
            case DECIMAL -> {
                BigDecimal from = decimal(values, a);
                BigDecimal step = decimal(values, b).subtract(from).multiply(new BigDecimal(fraction));
                Values.append(builder, from.add(step).setScale(type.scale(), RoundingMode.HALF_UP));
            }
            default -> {
                long from = ((FixedColumn) values).longAt(a);
                builder.appendLong(from + Math.round((((FixedColumn) values).longAt(b) - from) * fraction));
            }
        }
    }

    static double number(Column values, int position) {
        return ((Number) Values.read(values, position)).doubleValue();
    }

    private static BigDecimal decimal(Column values, int position) {
        return new BigDecimal(Values.read(values, position).toString());
    }
}
