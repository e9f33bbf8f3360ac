package io.millrace.exec.step.time;

/**
 * What is known of a column on an edge: of any row still to come, {@code value / unitsPerMicro + plusMicros} is above the watermark. So state whose
 * bound is not can never be touched again.
 *
 * @param column the column
 * @param unitsPerMicro stored units a microsecond: 1, or 1000
 * @param plusMicros 0 for a window's end, its length for its start
 */
public record Bound(int column, long unitsPerMicro, long plusMicros) {
    /** Microseconds of a stored value's bound. */
    public long micros(long stored) {
        long micros = unitsPerMicro == 1 ? stored : Math.floorDiv(stored, unitsPerMicro);
        return micros + plusMicros;
    }

    public Bound at(int newColumn) {
        return new Bound(newColumn, unitsPerMicro, plusMicros);
    }
}
