package io.millrace.common.catalog;

/**
 * What is known of a column.
 *
 * @param distinctValues estimate, -1 if unknown
 * @param nullFraction 0..1, -1 if unknown
 * @param min least value as {@link io.millrace.common.batch.Values}, null if unknown
 * @param max greatest value, null if unknown
 * @param averageBytes of a value, -1 if unknown
 */
public record ColumnStatistics(double distinctValues, double nullFraction, Object min, Object max, double averageBytes) {
    public static final ColumnStatistics UNKNOWN = new ColumnStatistics(-1, -1, null, null, -1);
}
