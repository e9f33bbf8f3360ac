package io.millrace.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Figures over repeated runs. */
final class Samples {
    private Samples() {}

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double geometricMean(List<Double> values) {
        return Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
    }

    /** The value at a fraction of sorted figures; 1: the last. NaN of none. */
    static double at(double[] sorted, double fraction) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, fraction * sorted.length)];
    }
}
