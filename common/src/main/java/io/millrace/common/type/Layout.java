package io.millrace.common.type;

/**
 * How values of a type lie in memory; kernels are written per layout, not per type. Fixed-width layouts are Arrow's, little-endian.
 * {@code TINYINT} and {@code SMALLINT} live in INT32 and {@code REAL} in FLOAT64 (rounded to float after each operation), so that the number of
 * kernels stays small; the doors and file formats narrow them again.
 */
public enum Layout {
    /** A bitmap, one bit a value, least significant bit first. BOOLEAN, NULL. */
    BIT(0),
    /** TINYINT, SMALLINT, INTEGER, DATE (days since 1970-01-01), INTERVAL YEAR TO MONTH (months). */
    INT32(4),
    /** BIGINT, DECIMAL(p &le; 18) (unscaled), TIME, TIMESTAMP (micros, or nanos where precision &gt; 6), INTERVAL DAY TO SECOND (micros). */
    INT64(8),
    /** DECIMAL(p &gt; 18): two's complement unscaled value, low 64 bits first (Arrow Decimal128). */
    INT128(16),
    /** DOUBLE, REAL. */
    FLOAT64(8),
    /** int32 offsets (length + 1) and bytes: VARCHAR, CHAR, JSON (UTF-8), BINARY, UUID (16 bytes, big-endian). */
    BINARY(-1),
    /** int32 offsets (length + 1) and a child column: ARRAY, and MAP (child is a row of key and value). */
    LIST(-1),
    /** Child columns of the same length: ROW. */
    ROW(-1);

    private final int width;

    Layout(int width) {
        this.width = width;
    }

    /** Bytes a value; 0 for BIT, -1 where values have no fixed width. */
    public int width() {
        return width;
    }
}
