package io.millrace.planner.statistics;

/**
 * What is believed of a column of an intermediate result.
 *
 * @param distinct values, at least 1
 * @param known whether {@code distinct} rests on more than a guess
 * @param nullFraction 0..1
 * @param min least value as a number (days, microseconds), NaN if unknown
 * @param max greatest value, NaN if unknown
 */
public record ColumnEstimate(double distinct, boolean known, double nullFraction, double min, double max) {
    static ColumnEstimate unknown(double rows) {
        return new ColumnEstimate(Math.max(1, Math.sqrt(rows)), false, 0.05, Double.NaN, Double.NaN);
    }

    boolean hasRange() {
        return !Double.isNaN(min) && !Double.isNaN(max);
    }

    /** The column after rows were left out without regard to it. */
    ColumnEstimate limitedTo(double rows) {
        return new ColumnEstimate(Math.max(1, Math.min(distinct, rows)), known, nullFraction, min, max);
    }

    ColumnEstimate withRange(double newMin, double newMax, double newDistinct) {
        return new ColumnEstimate(Math.max(1, newDistinct), known, 0, newMin, newMax);
    }

    ColumnEstimate nullable(double fraction) {
        return new ColumnEstimate(distinct, known, Math.max(nullFraction, fraction), min, max);
    }
}
