package io.millrace.jdbc.value;

import java.util.List;

/** Rows that are there already, as metadata gives them. */
public final class ListRows extends Rows {
    private final List<Object[]> rows;
    private int position = -1;

    public ListRows(List<ColumnInfo> columns, List<Object[]> rows) {
        super(columns);
        this.rows = rows;
    }

    @Override
    public boolean next() {
        position = Math.min(position + 1, rows.size());
        return position < rows.size();
    }

    @Override
    public boolean isNull(int column) {
        return get(column) == null;
    }

    @Override
    public Object get(int column) {
        return rows.get(position)[column];
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
