package io.millrace.exec.expression.support;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Validity bitmaps: reading, merging, putting them onto columns. A null buffer or address 0 means that no value is NULL. */
public final class Validity {
    private Validity() {}

    /** Bit {@code index} as 0 or 1, for branch-free code. */
    public static int bit(long address, int index) {
        return Memory.getByte(address + (index >>> 3)) >>> (index & 7) & 1;
    }

    /** Whether every value is NULL because the column is a NULL constant. */
    public static boolean isNullConstant(Column column) {
        return column instanceof ConstantColumn constant && constant.value().isNull(0);
    }

    /** The column's own bitmap, not retained; null for none, and for constants, whose NULL is to be treated before. */
    public static ArrowBuf of(Column column) {
        return switch (column) {
            case FixedColumn fixed -> fixed.validity();
            case BinaryColumn binary -> binary.validity();
            case ListColumn list -> list.validity();
            case RowColumn row -> row.validity();
            case DictionaryColumn dictionary -> dictionary.validity();
            case ConstantColumn constant -> null;
        };
    }

    public static long address(ArrowBuf validity) {
        return validity == null ? 0 : validity.memoryAddress();
    }

    /** Rows at which all columns are not NULL, none of them a NULL constant. The caller owns the result, which may be a shared buffer: read only. */
    public static ArrowBuf merge(BufferAllocator allocator, int rows, Iterable<? extends Column> columns) {
        ArrowBuf merged = null;
        for (Column column : columns) {
            ArrowBuf next = and(allocator, rows, merged, of(column));
            if (merged != null) {
                merged.close();
            }
            merged = next;
        }
        return merged;
    }

    /** The conjunction of two bitmaps, each of which may be null. The caller owns the result, read only, and still owns both. */
    public static ArrowBuf and(BufferAllocator allocator, int rows, ArrowBuf left, ArrowBuf right) {
        if (left == null || right == null || left.memoryAddress() == right.memoryAddress()) {
            ArrowBuf only = left == null ? right : left;
            if (only != null) {
                only.getReferenceManager().retain();
            }
            return only;
        }
        long bytes = Memory.bitmapBytes(rows);
        ArrowBuf result = Buffers.allocate(allocator, bytes);
        long to = result.memoryAddress();
        long a = left.memoryAddress();
        long b = right.memoryAddress();
        for (long at = 0; at < bytes; at += 8) {
            Memory.putLong(to + at, Memory.getLong(a + at) & Memory.getLong(b + at));
        }
        return result;
    }

    /** A column of NULLs, owned by the caller. */
    public static ConstantColumn nulls(BufferAllocator allocator, SqlType type, int rows) {
        return Values.constant(allocator, type, null, rows);
    }

    /** The column with NULL also wherever {@code validity} (may be null, borrowed) has no bit. Takes over {@code column}; the caller owns the result. */
    public static Column restrict(BufferAllocator allocator, Column column, ArrowBuf validity) {
        if (validity == null || isNullConstant(column)) {
            return column;
        }
        if (column instanceof ConstantColumn constant) {
            try (constant) {
                return restrict(allocator, constant.flatten(allocator), validity);
            }
        }
        ArrowBuf both;
        try {
            both = and(allocator, column.length(), of(column), validity);
        } catch (Throwable t) {
            column.close();
            throw t;
        }
        return replace(column, both);
    }

    /** The same flat or dictionary column under another bitmap (may be null). Takes over both. */
    public static Column replace(Column column, ArrowBuf validity) {
        ArrowBuf old = of(column);
        Column replaced = switch (column) {
            case FixedColumn c -> new FixedColumn(c.type(), c.length(), c.data(), validity);
            case BinaryColumn c -> new BinaryColumn(c.type(), c.length(), c.offsets(), c.data(), validity);
            case ListColumn c -> new ListColumn(c.type(), c.length(), c.offsets(), validity, c.elements());
            case RowColumn c -> new RowColumn(c.type(), c.length(), validity, c.children());
            case DictionaryColumn c -> new DictionaryColumn(c.length(), c.codes(), validity, c.dictionary());
            case ConstantColumn c -> throw new AssertionError(c.type());
        };
        if (old != null) {
            old.close();
        }
        return replaced;
    }
}
