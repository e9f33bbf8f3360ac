package io.millrace.storage.file.parquet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many distinct values a column's chunks hold together, from those of each and the ranges in which they lie: chunks of a column that its rows are
 * ordered by hold others each, chunks whose ranges lie over one another may hold the same.
 */
final class DistinctUnion {
    private final List<Chunk> chunks = new ArrayList<>();
    private double largest;
    private double sum;
    private boolean ranges = true;

    /** Bounds are both inclusive. */
    private record Chunk(double min, double max, double distinct) {}

    /** Bounds of any type, or null. */
    void add(Object min, Object max, double distinct) {
        largest = Math.max(largest, distinct);
        sum += distinct;
        double low = number(min);
        double high = number(max);
        ranges &= high >= low;
        if (ranges) {
            chunks.add(new Chunk(low, high, distinct));
        }
    }

    private static double number(Object bound) {
        return switch (bound) {
            case Long number -> (double) number;
            case LocalDate date -> (double) date.toEpochDay();
            case null, default -> Double.NaN;
        };
    }

    /** -1 if there are no chunks. Between the largest chunk's values, twice of them where chunks lie over one another, and all chunks' sum. */
    double distinct() {
        if (sum == 0) {
            return -1;
        }
        return Math.max(Math.min(sum, 2 * largest), ranges ? apart() : 0);
    }

    /** Of each chunk the share of its values that lies beyond the chunks that begin before it. */
    private double apart() {
        chunks.sort(Comparator.comparingDouble(Chunk::min));
        double values = 0;
        double coveredTo = Double.NEGATIVE_INFINITY;
        for (Chunk chunk : chunks) {
            double width = chunk.max() - chunk.min() + 1;
            double own = Math.min(width, chunk.max() - coveredTo);
            if (own > 0) {
                values += chunk.distinct() * own / width;
                coveredTo = chunk.max();
            }
        }
        return values;
    }
}
