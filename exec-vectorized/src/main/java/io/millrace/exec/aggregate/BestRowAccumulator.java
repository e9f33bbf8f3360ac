package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.memory.LongStore;
import io.millrace.exec.memory.RowStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Keeps one row a group: that with the least or greatest key (MIN, MAX, MIN_BY, MAX_BY), the first ({@code ANY_VALUE}), or the only one. Kept rows lie
 * one after another in columns; a row that was beaten stays there until there are more of those than of the others.
 */
final class BestRowAccumulator extends Accumulator {
    /** Which row is kept. */
    enum Rule {
        LEAST,
        GREATEST,
        FIRST,
        ONLY
    }

    private static final int GARBAGE_ROWS_MIN = 16_384;

    private final BufferAllocator allocator;
    private final List<SqlType> types;
    private final Rule rule;
    private final int keyColumn;
    private final Comparison comparison;
    private RowStore rows;
    /** Number of a group's row; -1: none; -2 - position while a batch is added: a row of that batch. */
    private final LongStore best;
    private int groups;

    /** {@code types}: of the value, then the key if it is another column; {@code keyColumn}: rows whose value there is NULL are skipped, -1: none. */
    BestRowAccumulator(BufferAllocator allocator, List<SqlType> types, Rule rule, int keyColumn) {
        this.allocator = allocator;
        this.types = List.copyOf(types);
        this.rule = rule;
        this.keyColumn = keyColumn;
        this.comparison = keyColumn < 0 ? null : Comparison.of(types.get(keyColumn));
        this.rows = new RowStore(allocator, types);
        this.best = new LongStore(allocator, -1);
    }

    @Override
    public List<SqlType> partialTypes() {
        List<SqlType> partial = new ArrayList<>(types);
        if (rule == Rule.ONLY) {
            partial.add(SqlType.BOOLEAN);
        }
        return partial;
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int newGroups) {
        groups = Math.max(groups, newGroups);
        best.reserve(groups);
        int[] touched = new int[count];
        int touchedCount = 0;
        Column key = keyColumn < 0 ? null : arguments[keyColumn];
        try (Column kept = rule == Rule.LEAST || rule == Rule.GREATEST ? rows.column(keyColumn).view() : null) {
            for (int k = 0; k < count; k++) {
                int position = positions == null ? k : positions[k];
                if (key != null && key.isNull(position)) {
                    continue;
                }
                long now = best.at(groupIds[k]);
                if (now == -1 || beats(key, position, kept, now)) {
                    if (now >= -1) {
                        touched[touchedCount++] = groupIds[k];
                    }
                    best.put(groupIds[k], -2L - position);
                }
            }
        }
        int[] winners = new int[touchedCount];
        for (int i = 0; i < touchedCount; i++) {
            winners[i] = (int) (-2 - best.at(touched[i]));
            best.put(touched[i], rows.rows() + i);
        }
        rows.append(Arrays.asList(arguments).subList(0, types.size()), winners, touchedCount);
        if (rows.rows() > 2L * groups + GARBAGE_ROWS_MIN) {
            compact();
        }
    }

    private boolean beats(Column key, int position, Column kept, long now) {
        return switch (rule) {
            case FIRST -> false;
            case ONLY -> throw new MillraceException(
                    ErrorCode.CARDINALITY_VIOLATION, "more than one row returned by a subquery used as an expression");
            case LEAST, GREATEST -> {
                int order = now < -1
                        ? comparison.compare(key, position, key, (int) (-2 - now))
                        : comparison.compare(key, position, kept, (int) now);
                yield rule == Rule.LEAST ? order < 0 : order > 0;
            }
        };
    }

    private void compact() {
        int[] live = new int[groups];
        int n = 0;
        for (int g = 0; g < groups; g++) {
            if (best.at(g) >= 0) {
                live[n] = (int) best.at(g);
                best.put(g, n++);
            }
        }
        RowStore old = rows;
        rows = new RowStore(allocator, types);
        try (old) {
            List<Column> views = new ArrayList<>();
            try {
                for (int c = 0; c < types.size(); c++) {
                    views.add(old.column(c).view());
                }
                rows.append(views, live, n);
            } finally {
                views.forEach(Column::close);
            }
        }
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int newGroups) {
        if (rule != Rule.ONLY) {
            add(partials, positions, count, groupIds, newGroups);
            return;
        }
        Column present = partials[types.size()];
        int[] some = new int[count];
        int[] someGroups = new int[count];
        int n = 0;
        for (int k = 0; k < count; k++) {
            int position = positions == null ? k : positions[k];
            if (!present.isNull(position)) {
                some[n] = position;
                someGroups[n++] = groupIds[k];
            }
        }
        add(partials, some, n, someGroups, newGroups);
    }

    private int[] rowsOf(int from, int count) {
        best.reserve(from + count);
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = (int) best.at(from + i);
        }
        return positions;
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        int[] positions = rowsOf(from, count);
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < types.size(); c++) {
            columns.add(gather(payer, c, positions));
        }
        if (rule == Rule.ONLY) {
            try (ColumnBuilder present = new ColumnBuilder(payer, SqlType.BOOLEAN, count)) {
                for (int position : positions) {
                    if (position < 0) {
                        present.appendNull();
                    } else {
                        present.appendBoolean(true);
                    }
                }
                columns.add(present.buildAndClose());
            }
        }
        return columns;
    }

    private Column gather(BufferAllocator payer, int column, int[] positions) {
        try (Column all = rows.column(column).view()) {
            return all.gather(payer, positions, positions.length);
        }
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        return gather(payer, 0, rowsOf(from, count));
    }

    @Override
    public void clear() {
        rows.close();
        best.clear();
        groups = 0;
    }

    @Override
    public long bytes() {
        return rows.bytes() + best.bytes();
    }

    @Override
    public void close() {
        rows.close();
        best.close();
    }
}
