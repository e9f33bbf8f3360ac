package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.type.SqlType;
import io.millrace.exec.memory.LongStore;
import io.millrace.exec.memory.RowStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keeps every row of a group and makes the result of them all, in order: lists, maps, JSON, percentiles, the mode. The intermediate form is the list of
 * a group's rows: the arguments that are not literals, then the order keys.
 */
final class CollectAccumulator extends Accumulator {
    private final CollectedResult result;
    private final SqlType type;
    private final List<SqlType> types;
    /** Which of the columns that are added are kept. */
    private final int[] keptColumns;

    private final RowStore rows;
    private final LongStore groupOf;
    private RowsByGroup byGroup;

    /**
     * @param type of the result
     * @param types of the kept columns
     * @param keptColumns positions of the kept columns among those that {@link #add} is given
     */
    CollectAccumulator(BufferAllocator allocator, CollectedResult result, SqlType type, List<SqlType> types, int[] keptColumns) {
        this.result = result;
        this.type = type;
        this.types = List.copyOf(types);
        this.keptColumns = keptColumns;
        this.rows = new RowStore(allocator, types);
        this.groupOf = new LongStore(allocator);
    }

    @Override
    public List<SqlType> partialTypes() {
        return List.of(SqlType.array(DistinctAccumulator.rowType(types)));
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        List<Column> kept = new ArrayList<>(keptColumns.length);
        for (int column : keptColumns) {
            kept.add(arguments[column]);
        }
        append(kept, positions, count, groupIds);
    }

    private void append(List<Column> columns, int[] positions, int count, int[] groupIds) {
        int skipped = result.skipsNullsOf();
        int[] some = positions;
        int[] groups = groupIds;
        int n = count;
        if (skipped >= 0 && columns.get(skipped).mayHaveNulls()) {
            some = new int[count];
            groups = new int[count];
            n = 0;
            for (int k = 0; k < count; k++) {
                int position = positions == null ? k : positions[k];
                if (!columns.get(skipped).isNull(position)) {
                    some[n] = position;
                    groups[n++] = groupIds[k];
                }
            }
        }
        int base = rows.rows();
        groupOf.reserve(base + n);
        for (int k = 0; k < n; k++) {
            groupOf.put(base + k, groups[k]);
        }
        rows.append(columns, some, n);
        byGroup = null;
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups) {
        ListColumn lists = (ListColumn) partials[0];
        RowsByGroup.Expanded expanded = RowsByGroup.expand(lists, positions, count, groupIds);
        append(((RowColumn) lists.elements()).children(), expanded.positions(), expanded.count(), expanded.groupIds());
    }

    private RowsByGroup byGroup() {
        if (byGroup == null) {
            int[] groups = new int[rows.rows()];
            for (int i = 0; i < groups.length; i++) {
                groups[i] = (int) groupOf.at(i);
            }
            byGroup = RowsByGroup.of(groups, groups.length);
        }
        return byGroup;
    }

    private List<Column> views() {
        List<Column> views = new ArrayList<>();
        for (int c = 0; c < types.size(); c++) {
            views.add(rows.column(c).view());
        }
        return views;
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        List<Column> columns = views();
        try {
            return List.of(byGroup().lists(payer, DistinctAccumulator.rowType(types), columns, from, count));
        } finally {
            columns.forEach(Column::close);
        }
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        RowsByGroup groups = byGroup();
        List<Column> columns = views();
        try (ColumnBuilder builder = new ColumnBuilder(payer, type, count)) {
            for (int g = from; g < from + count; g++) {
                int[] members = Arrays.copyOfRange(groups.order(), groups.start(g), groups.end(g));
                if (members.length == 0) {
                    builder.appendNull();
                } else {
                    result.append(builder, columns, members);
                }
            }
            return builder.buildAndClose();
        } finally {
            columns.forEach(Column::close);
        }
    }

    @Override
    public void clear() {
        rows.close();
        groupOf.clear();
        byGroup = null;
    }

    @Override
    public long bytes() {
        return rows.bytes() + groupOf.bytes() + (byGroup == null ? 0 : 8L * byGroup.rows());
    }

    @Override
    public void close() {
        rows.close();
        groupOf.close();
    }
}
