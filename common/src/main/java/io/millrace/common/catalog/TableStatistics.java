package io.millrace.common.catalog;

import java.util.List;

/** Rows (-1 if unknown), bytes (-1 if unknown) and a list with one entry a column, or empty. */
public record TableStatistics(double rows, double bytes, List<ColumnStatistics> columns) {
    public static final TableStatistics UNKNOWN = new TableStatistics(-1, -1, List.of());

    public TableStatistics {
        columns = List.copyOf(columns);
    }

    public ColumnStatistics column(int index) {
        return index < columns.size() ? columns.get(index) : ColumnStatistics.UNKNOWN;
    }
}
