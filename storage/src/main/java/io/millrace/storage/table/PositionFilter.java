package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.common.port.BatchFilter;
import java.util.BitSet;
import java.util.List;

/**
 * Lets rows of a file pass by their position, and of those the ones that pass the scan's own filter, which never sees the others. Rows must come without
 * gaps from {@code position} on.
 */
final class PositionFilter implements BatchFilter {
    private final BatchFilter inner;
    private final BitSet positions;
    private final boolean wanted;
    private int position;

    /**
     * @param inner may be null
     * @param wanted whether the positions pass, or all others
     * @param position of the first row that is read
     */
    PositionFilter(BatchFilter inner, BitSet positions, boolean wanted, long position) {
        this.inner = inner;
        this.positions = positions;
        this.wanted = wanted;
        this.position = Math.toIntExact(position);
    }

    @Override
    public List<Integer> columns() {
        return inner == null ? List.of() : inner.columns();
    }

    @Override
    public Selection select(Batch filterColumns) {
        int rows = filterColumns.physicalRows();
        int from = position;
        position += rows;
        Selection alive = alive(from, rows);
        if (inner == null || alive != null && alive.count() == 0) {
            return alive;
        }
        try (Batch restricted = filterColumns.withSelection(alive)) {
            return inner.select(restricted);
        }
    }

    private Selection alive(int from, int rows) {
        int next = wanted ? positions.nextClearBit(from) : positions.nextSetBit(from);
        if (next < 0 || next >= from + rows) {
            return null;
        }
        int[] alive = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (positions.get(from + i) == wanted) {
                alive[count++] = i;
            }
        }
        return new Selection(alive, count);
    }
}
