package io.millrace.exec.expression.nested;

import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.kernel.Hashing;
import java.util.Arrays;

/** A set of elements of one type, held as positions in columns that stay open while it is used; NULL is an element like others. Reused by {@link #clear}. */
final class ElementSet {
    private static final int INITIAL = 16;

    private final Comparison comparison;
    private Column[] columns = new Column[INITIAL];
    private int[] positions = new int[INITIAL];
    private int size;

    ElementSet(SqlType type) {
        this.comparison = Comparison.of(type);
    }

    void clear() {
        if (size > 0) {
            Arrays.fill(columns, null);
            size = 0;
        }
    }

    boolean contains(Column column, int position) {
        return columns[slot(column, position)] != null;
    }

    /** Whether it was not there yet. */
    boolean add(Column column, int position) {
        int slot = slot(column, position);
        if (columns[slot] != null) {
            return false;
        }
        columns[slot] = column;
        positions[slot] = position;
        if (++size * 2 > columns.length) {
            grow();
        }
        return true;
    }

    private int slot(Column column, int position) {
        int mask = columns.length - 1;
        int slot = (int) (Hashing.hashAt(column, position) >>> 32) & mask;
        while (columns[slot] != null && !comparison.equal(columns[slot], positions[slot], column, position)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        Column[] oldColumns = columns;
        int[] oldPositions = positions;
        columns = new Column[oldColumns.length * 2];
        positions = new int[columns.length];
        for (int i = 0; i < oldColumns.length; i++) {
            if (oldColumns[i] != null) {
                int slot = slot(oldColumns[i], oldPositions[i]);
                columns[slot] = oldColumns[i];
                positions[slot] = oldPositions[i];
            }
        }
    }
}
