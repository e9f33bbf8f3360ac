package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
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

/**
 * Passes the first of equal rows of a group on. Which rows there were is a hash table over group number and arguments; the intermediate form is the
 * list of a group's distinct arguments.
 */
final class DistinctAccumulator extends Accumulator {
    private final BufferAllocator allocator;
    private final Accumulator inner;
    private final List<SqlType> types;
    private final List<SqlType> keyTypes = new ArrayList<>();
    private GroupKeys seen;
    /** Of the rows in {@link #seen}; valid while it has as many rows as when this was made. */
    private RowsByGroup byGroup;
    /** The columns of those rows. */
    private List<Column> seenKeys = List.of();

    /** Takes over {@code inner}; {@code types} of all columns that {@link #add} is given. */
    DistinctAccumulator(BufferAllocator allocator, Accumulator inner, List<SqlType> types) {
        this.allocator = allocator;
        this.inner = inner;
        this.types = types;
        keyTypes.add(SqlType.INTEGER);
        keyTypes.addAll(types);
        this.seen = GroupKeys.of(allocator, keyTypes, true);
    }

    @Override
    Accumulator undistinct() {
        return inner;
    }

    @Override
    public List<SqlType> partialTypes() {
        return List.of(SqlType.array(rowType(types)));
    }

    static SqlType rowType(List<SqlType> types) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(new Field("f" + i, types.get(i), true));
        }
        return SqlType.row(fields);
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        int before = seen.groups();
        int[] ids = new int[count];
        Column[] keys = new Column[arguments.length + 1];
        System.arraycopy(arguments, 0, keys, 1, arguments.length);
        try (Column group = groupColumn(arguments[0].length(), positions, count, groupIds)) {
            keys[0] = group;
            seen.assign(keys, positions, count, ids);
        }
        int[] freshPositions = new int[seen.groups() - before];
        int[] freshGroups = new int[freshPositions.length];
        int n = 0;
        for (int k = 0; k < count; k++) {
            if (ids[k] == before + n) {
                freshPositions[n] = positions == null ? k : positions[k];
                freshGroups[n++] = groupIds[k];
            }
        }
        inner.add(arguments, freshPositions, n, freshGroups, groups);
    }

    /** Group numbers where the rows are. */
    private Column groupColumn(int length, int[] positions, int count, int[] groupIds) {
        ArrowBuf data = Buffers.allocateZeroed(allocator, 4L * length);
        for (int k = 0; k < count; k++) {
            Memory.putInt(data.memoryAddress() + 4L * (positions == null ? k : positions[k]), groupIds[k]);
        }
        return new FixedColumn(SqlType.INTEGER, length, data, null);
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups) {
        ListColumn lists = (ListColumn) partials[0];
        RowColumn rows = (RowColumn) lists.elements();
        RowsByGroup.Expanded expanded = RowsByGroup.expand(lists, positions, count, groupIds);
        add(rows.children().toArray(Column[]::new), expanded.positions(), expanded.count(), expanded.groupIds(), groups);
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        if (byGroup == null || byGroup.rows() != seen.groups()) {
            forgetKeys();
            seenKeys = seen.groups() == 0 ? List.of() : seen.keys(allocator, 0, seen.groups());
            byGroup = seenKeys.isEmpty() ? RowsByGroup.NONE : flatGroups(seenKeys.get(0));
        }
        List<Column> columns = seenKeys.isEmpty() ? List.of() : seenKeys.subList(1, seenKeys.size());
        return List.of(byGroup.lists(payer, rowType(types), columns, from, count));
    }

    private void forgetKeys() {
        byGroup = null;
        seenKeys.forEach(Column::close);
        seenKeys = List.of();
    }

    private RowsByGroup flatGroups(Column groups) {
        try (Column flat = groups.flatten(allocator)) {
            int[] ids = new int[flat.length()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = ((FixedColumn) flat).intAt(i);
            }
            return RowsByGroup.of(ids, ids.length);
        }
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        return inner.result(payer, from, count);
    }

    @Override
    public void clear() {
        forgetKeys();
        seen.close();
        seen = GroupKeys.of(allocator, keyTypes, true);
        inner.clear();
    }

    @Override
    public long bytes() {
        return seen.bytes() + inner.bytes();
    }

    @Override
    public void close() {
        forgetKeys();
        seen.close();
        inner.close();
    }
}
