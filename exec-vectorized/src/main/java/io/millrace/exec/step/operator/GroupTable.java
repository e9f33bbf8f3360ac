package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.RowBuffer;
import io.millrace.exec.step.state.RowFormat;
import io.millrace.exec.step.state.RowTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The groups of an aggregation: key values → group number. With several grouping sets, a group's key begins with the number of its set, and keys that
 * are not in the set are NULL.
 */
final class GroupTable implements AutoCloseable {
    private final BufferAllocator allocator;
    private final RowTable table;
    private final RowBuffer buffer;
    private final int[][] setColumns;
    private final int firstKey;
    /** Brings groups into memory; null before it is set. */
    private KeyPages pages;

    /**
     * @param keyTypes of the keys
     * @param keys the keys' columns
     * @param groupingSets positions into {@code keys}
     */
    GroupTable(BufferAllocator allocator, List<SqlType> keyTypes, List<Integer> keys, List<List<Integer>> groupingSets) {
        this.allocator = allocator;
        this.firstKey = groupingSets.size() > 1 ? 1 : 0;
        List<SqlType> types = new ArrayList<>();
        if (firstKey > 0) {
            types.add(SqlType.INTEGER);
        }
        types.addAll(keyTypes);
        this.table = new RowTable(allocator, RowFormat.ofKeys(types));
        this.buffer = new RowBuffer(allocator);
        this.setColumns = new int[groupingSets.size()][keys.size()];
        for (int s = 0; s < setColumns.length; s++) {
            Arrays.fill(setColumns[s], -1);
            for (int position : groupingSets.get(s)) {
                setColumns[s][position] = keys.get(position);
            }
        }
    }

    /** Before the first search. */
    void setPages(KeyPages keyPages) {
        pages = keyPages;
    }

    int sets() {
        return setColumns.length;
    }

    RowTable table() {
        return table;
    }

    /** Finds or makes the group of every row under a grouping set. */
    void groups(Batch batch, int set, int[] groups) {
        int[] columns = setColumns[set];
        Column[] flat = new Column[firstKey + columns.length];
        try {
            if (firstKey > 0) {
                flat[0] = setNumber(set, batch.physicalRows());
            }
            for (int c = 0; c < columns.length; c++) {
                flat[firstKey + c] = columns[c] < 0 ? null : batch.column(columns[c]).flatten(allocator);
            }
            table.format().encode(flat, Deltas.positions(batch), batch.rows(), buffer);
        } finally {
            close(flat);
        }
        pages.load(buffer);
        table.findOrAdd(buffer, groups);
    }

    /** The group of a set without keys. */
    int emptyGroup(int set) {
        Column[] flat = new Column[table.format().width()];
        try {
            if (firstKey > 0) {
                flat[0] = setNumber(set, 1);
            }
            table.format().encode(flat, null, 1, buffer);
        } finally {
            close(flat);
        }
        int[] group = new int[1];
        pages.load(buffer);
        table.findOrAdd(buffer, group);
        return group[0];
    }

    private Column setNumber(int set, int rows) {
        ArrowBuf data = Buffers.allocate(allocator, 4L * rows);
        for (int i = 0; i < rows; i++) {
            Memory.putInt(data.memoryAddress() + 4L * i, set);
        }
        return new FixedColumn(SqlType.INTEGER, rows, data, null);
    }

    private static void close(Column[] columns) {
        for (Column column : columns) {
            if (column != null) {
                column.close();
            }
        }
    }

    long longKeyAt(long address, int key) {
        return Memory.getLong(table.format().fixedAt(address, firstKey + key));
    }

    boolean isNullAt(long address, int key) {
        return table.format().isNull(address, firstKey + key);
    }

    /** Which grouping set a group belongs to. */
    int setOf(int group) {
        return firstKey == 0 ? 0 : Memory.getInt(table.format().fixedAt(table.address(group), 0));
    }

    /** The INT64 value of a key that is not null. */
    long longKey(int group, int key) {
        return longKeyAt(table.address(group), key);
    }

    boolean isNull(int group, int key) {
        return isNullAt(table.address(group), key);
    }

    /** The key columns of these groups, owned by the caller. */
    List<Column> keys(int[] groups, int count) {
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = table.address(groups[i]);
        }
        return table.format().decode(allocator, addresses, count, firstKey, table.format().width());
    }

    @Override
    public void close() {
        table.close();
        buffer.close();
    }
}
