package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Numbers of rows in the order of their groups, and within a group in their own: where each group's rows are. */
final class RowsByGroup {
    static final RowsByGroup NONE = new RowsByGroup(new int[1], new int[0]);

    private final int[] starts;
    private final int[] rows;

    private RowsByGroup(int[] starts, int[] rows) {
        this.starts = starts;
        this.rows = rows;
    }

    static RowsByGroup of(int[] groupIds, int count) {
        int groups = 0;
        for (int i = 0; i < count; i++) {
            groups = Math.max(groups, groupIds[i] + 1);
        }
        int[] starts = new int[groups + 1];
        for (int i = 0; i < count; i++) {
            starts[groupIds[i] + 1]++;
        }
        for (int g = 0; g < groups; g++) {
            starts[g + 1] += starts[g];
        }
        int[] next = starts.clone();
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[next[groupIds[i]]++] = i;
        }
        return new RowsByGroup(starts, rows);
    }

    int rows() {
        return rows.length;
    }

    int start(int group) {
        return group >= starts.length ? rows.length : starts[group];
    }

    int end(int group) {
        return start(group + 1);
    }

    /** All rows, those of a group from {@link #start} to {@link #end}; may be put in another order within a group. */
    int[] order() {
        return rows;
    }

    /** One list of ROWs of the given columns' values a group, for groups {@code from .. from + count}; owned by the caller. */
    Column lists(BufferAllocator payer, SqlType rowType, List<Column> columns, int from, int count) {
        int begin = start(from);
        int total = start(from + count) - begin;
        ArrowBuf offsets = Buffers.allocate(payer, 4L * (count + 1L));
        for (int g = 0; g <= count; g++) {
            Memory.putInt(offsets.memoryAddress() + 4L * g, start(from + g) - begin);
        }
        int[] positions = new int[total];
        System.arraycopy(rows, begin, positions, 0, total);
        List<Column> children = new ArrayList<>();
        List<Field> fields = rowType.fields();
        try {
            addChildren(children, fields, columns, positions, payer);
        } catch (Throwable t) {
            children.forEach(Column::close);
            offsets.close();
            throw t;
        }
        return new ListColumn(SqlType.array(rowType), count, offsets, null, new RowColumn(rowType, total, null, children));
    }

    private static void addChildren(List<Column> children, List<Field> fields, List<Column> columns, int[] positions,
            BufferAllocator payer) {
        for (int c = 0; c < fields.size(); c++) {
            if (columns.isEmpty()) {
                try (ColumnBuilder none = new ColumnBuilder(payer, fields.get(c).type(), 0)) {
                    children.add(none.buildAndClose());
                }
            } else {
                try (Column gathered = columns.get(c).gather(payer, positions, positions.length)) {
                    children.add(gathered.flatten(payer));
                }
            }
        }
    }

    /** The elements of lists, each with its list's group. */
    record Expanded(int[] positions, int count, int[] groupIds) {}

    static Expanded expand(ListColumn lists, int[] positions, int count, int[] groupIds) {
        int total = 0;
        for (int k = 0; k < count; k++) {
            int position = positions == null ? k : positions[k];
            total += lists.endAt(position) - lists.startAt(position);
        }
        int[] elements = new int[total];
        int[] groups = new int[total];
        int n = 0;
        for (int k = 0; k < count; k++) {
            int position = positions == null ? k : positions[k];
            for (int e = lists.startAt(position); e < lists.endAt(position); e++) {
                elements[n] = e;
                groups[n++] = groupIds[k];
            }
        }
        return new Expanded(elements, total, groups);
    }
}
