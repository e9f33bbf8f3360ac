package io.millrace.exec.step.state;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The order of encoded rows: by sort keys, ties by the remaining columns from left to right (ascending, NULLs last), and what is left of them (-0.0 and
 * 0.0, say) by bytes. So any two rows that differ are ordered, the same in every run.
 */
public final class RowOrdering {
    private final BufferAllocator allocator;
    private final RowFormat format;
    private final List<SortKey> keys;
    private final List<SortKey> all;
    private final Comparison[] nested;

    /** @param firstColumn columns before it take no part in breaking ties */
    public RowOrdering(BufferAllocator allocator, RowFormat format, List<SortKey> keys, int firstColumn) {
        this.allocator = allocator;
        this.format = format;
        this.keys = List.copyOf(keys);
        List<SortKey> complete = new ArrayList<>(keys);
        for (int c = firstColumn; c < format.width(); c++) {
            int column = c;
            if (keys.stream().noneMatch(key -> key.column() == column)) {
                complete.add(SortKey.ascending(c));
            }
        }
        this.all = List.copyOf(complete);
        this.nested = new Comparison[format.width()];
        for (int c = 0; c < format.width(); c++) {
            nested[c] = switch (format.type(c).layout()) {
                case LIST, ROW -> Comparison.of(format.type(c));
                case BIT, INT32, INT64, FLOAT64, INT128, BINARY -> null;
            };
        }
    }

    /** By sort keys alone: zero for peers. */
    public int compareKeys(long left, long right) {
        return compare(keys, left, right);
    }

    /** Zero only for rows of the same bytes. */
    public int compare(long left, int leftLength, long right, int rightLength) {
        int order = compare(all, left, right);
        return order != 0 ? order : Memory.compare(left, leftLength, right, rightLength);
    }

    private int compare(List<SortKey> by, long left, long right) {
        for (int k = 0; k < by.size(); k++) {
            SortKey key = by.get(k);
            boolean leftNull = format.isNull(left, key.column());
            boolean rightNull = format.isNull(right, key.column());
            if (leftNull || rightNull) {
                if (leftNull != rightNull) {
                    return leftNull == key.nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int order = compareValues(left, right, key.column());
            if (order != 0) {
                return key.descending() ? -order : order;
            }
        }
        return 0;
    }

    private int compareValues(long left, long right, int column) {
        long l = format.fixedAt(left, column);
        long r = format.fixedAt(right, column);
        return switch (format.type(column).layout()) {
            case BIT -> Byte.compare(Memory.getByte(l), Memory.getByte(r));
            case INT32 -> Integer.compare(Memory.getInt(l), Memory.getInt(r));
            case INT64 -> Long.compare(Memory.getLong(l), Memory.getLong(r));
            case FLOAT64 -> Comparison.compareDoubles(Memory.getDouble(l), Memory.getDouble(r));
            case INT128 -> {
                int high = Long.compare(Memory.getLong(l + 8), Memory.getLong(r + 8));
                yield high != 0 ? high : Long.compareUnsigned(Memory.getLong(l), Memory.getLong(r));
            }
            case BINARY -> compareBytes(left, right, column);
            case LIST, ROW -> compareNested(left, right, column);
        };
    }

    private int compareBytes(long left, long right, int column) {
        long l = format.varyingAt(left, column);
        long r = format.varyingAt(right, column);
        int leftLength = Memory.getInt(format.fixedAt(left, column));
        int rightLength = Memory.getInt(format.fixedAt(right, column));
        if (format.type(column).kind() == SqlType.Kind.CHAR) {
            leftLength = trimmed(l, leftLength);
            rightLength = trimmed(r, rightLength);
        }
        return Integer.signum(Memory.compare(l, leftLength, r, rightLength));
    }

    private static int trimmed(long start, int length) {
        int trimmed = length;
        while (trimmed > 0 && Memory.getByte(start + trimmed - 1) == ' ') {
            trimmed--;
        }
        return trimmed;
    }

    private int compareNested(long left, long right, int column) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, format.type(column), 2)) {
            NestedValues.read(format.varyingAt(left, column), builder);
            NestedValues.read(format.varyingAt(right, column), builder);
            try (Column values = builder.buildAndClose()) {
                return Integer.signum(nested[column].compare(values, 0, values, 1));
            }
        }
    }
}
