package io.millrace.exec.step;

import io.millrace.exec.step.operator.StepOperator;
import io.millrace.exec.step.time.Bound;
import java.util.List;
import java.util.Set;

/**
 * What flows between two operators, and what is known of it when the dataflow is made.
 *
 * @param operator where it comes from
 * @param appendOnly no row is ever taken back
 * @param timeColumns columns that hold the event time that the watermark speaks of
 * @param rowWatermark whether batches end with a hidden column: each row's partition's watermark before it
 * @param bounds columns that the watermark bounds
 * @param positional rows are where they were in the dataflow's input, or their operator says where they came from
 */
record Edge(StepOperator operator, boolean appendOnly, Set<Integer> timeColumns, boolean rowWatermark, List<Bound> bounds,
        boolean positional) {
    Edge {
        timeColumns = Set.copyOf(timeColumns);
        bounds = List.copyOf(bounds);
    }

    Edge(StepOperator operator, boolean appendOnly, Set<Integer> timeColumns, boolean rowWatermark, List<Bound> bounds) {
        this(operator, appendOnly, timeColumns, rowWatermark, bounds, false);
    }

    Edge positional(boolean newPositional) {
        return new Edge(operator, appendOnly, timeColumns, rowWatermark, bounds, newPositional);
    }

    /** Nothing known but the first two. */
    static Edge of(StepOperator operator, boolean appendOnly) {
        return new Edge(operator, appendOnly, Set.of(), false, List.of());
    }

    Edge through(StepOperator next) {
        return new Edge(next, appendOnly, timeColumns, rowWatermark, bounds, positional);
    }

    /** The bound on a column, or null. */
    Bound boundOn(int column) {
        return bounds.stream().filter(b -> b.column() == column).findFirst().orElse(null);
    }
}
