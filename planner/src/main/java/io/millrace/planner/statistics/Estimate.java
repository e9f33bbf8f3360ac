package io.millrace.planner.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows of an intermediate result (at least one, so that products stay meaningful) and what is believed of its columns. */
public record Estimate(double rows, List<ColumnEstimate> columns) {
    public Estimate {
        rows = Math.max(1, rows);
        columns = List.copyOf(columns);
    }

    public ColumnEstimate column(int index) {
        return columns.get(index);
    }

    /** The same columns in fewer rows. */
    Estimate limitedTo(double newRows) {
        double limit = Math.max(1, Math.min(newRows, rows));
        return new Estimate(limit, map(c -> c.limitedTo(limit)));
    }

    List<ColumnEstimate> map(UnaryOperator<ColumnEstimate> change) {
        return columns.stream().map(change).toList();
    }

    static List<ColumnEstimate> concat(Estimate left, Estimate right) {
        List<ColumnEstimate> all = new ArrayList<>(left.columns);
        all.addAll(right.columns);
        return all;
    }
}
