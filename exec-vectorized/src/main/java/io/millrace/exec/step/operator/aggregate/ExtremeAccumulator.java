package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * MIN, MAX, MIN_BY, MAX_BY, ANY_VALUE: the first or the last of a group's values in order. Where nothing is ever taken back, it alone is kept.
 */
final class ExtremeAccumulator extends ValuesAccumulator {
    private final boolean least;
    private final boolean appendOnly;
    private final int resultColumn;

    private ExtremeAccumulator(
            BufferAllocator allocator, SqlType type, int[] columns, List<SqlType> types, int[] required, boolean least, boolean appendOnly,
            int resultColumn) {
        super(allocator, type, columns, types, List.of(SortKey.ascending(0)), required);
        this.least = least;
        this.appendOnly = appendOnly;
        this.resultColumn = resultColumn;
    }

    static ExtremeAccumulator of(BufferAllocator allocator, SqlType type, int column, SqlType argument, boolean least, boolean appendOnly) {
        return new ExtremeAccumulator(
                allocator, type, new int[] {column}, List.of(argument), new int[] {column}, least, appendOnly, 0);
    }

    /** The value at the least or greatest key; of several values at one key the least, or greatest. */
    static ExtremeAccumulator by(
            BufferAllocator allocator, SqlType type, int valueColumn, SqlType valueType, int keyColumn, SqlType keyType, boolean least,
            boolean appendOnly) {
        return new ExtremeAccumulator(
                allocator, type, new int[] {keyColumn, valueColumn}, List.of(keyType, valueType), new int[] {keyColumn}, least, appendOnly,
                1);
    }

    @Override
    public boolean keepsValues() {
        return !appendOnly;
    }

    @Override
    protected void added(Rows rows) {
        if (appendOnly) {
            values.keepOnly(rows.groups(), rows.count(), least);
        }
    }

    @Override
    public Column result(int[] groups, int count, ErrorConsumer errors) {
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) {
            slots[i] = least ? values.first(groups[i]) : values.last(groups[i]);
        }
        Column column = values.decode(slots, count, resultColumn);
        return column.type().equals(type) ? column : column.withType(type);
    }
}
