package io.millrace.storage.log;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.type.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A range of a flat column: a view of the same buffers where bitmaps allow it, a copy else. */
final class ColumnSlice {
    private ColumnSlice() {}

    /** Rows {@code from .. from + count} of a batch without selection, flat columns; the caller owns the result and still owns {@code batch}. */
    static Batch slice(Batch batch, int from, int count, BufferAllocator allocator) {
        assert batch.selection() == null;
        List<Column> columns = new ArrayList<>(batch.width());
        for (Column column : batch.columns()) {
            columns.add(slice(column, from, count, allocator));
        }
        return new Batch(columns, count, null, batch.weights() == null ? null : slice(batch.weights(), from, count, allocator));
    }

    static LogBatch slice(LogBatch source, int from, int count, BufferAllocator allocator) {
        return new LogBatch(
                source.firstOffset() + from,
                slice(source.batch(), from, count, allocator),
                source.times() == null ? null : (FixedColumn) slice(source.times(), from, count, allocator),
                source.writeMicrosAt(from + count - 1));
    }

    static Column slice(Column column, int from, int count, BufferAllocator allocator) {
        if (from == 0 && count == column.length()) {
            return column.retain();
        }
        if (!isSliceable(column, from)) {
            int[] positions = new int[count];
            Arrays.setAll(positions, i -> from + i);
            return column.gather(allocator, positions, count);
        }
        return switch (column) {
            case FixedColumn fixed -> new FixedColumn(
                    fixed.type(), count, buffer(fixed.data(), fixedStart(fixed.type().layout(), from)), bits(fixed.validity(), from));
            case BinaryColumn binary -> new BinaryColumn(
                    binary.type(), count, buffer(binary.offsets(), 4L * from), buffer(binary.data(), 0), bits(binary.validity(), from));
            case ListColumn list -> new ListColumn(
                    list.type(), count, buffer(list.offsets(), 4L * from), bits(list.validity(), from), list.elements().retain());
            case RowColumn row -> new RowColumn(
                    row.type(),
                    count,
                    bits(row.validity(), from),
                    row.children().stream().map(child -> slice(child, from, count, allocator)).toList());
            case ConstantColumn constant -> new ConstantColumn(constant.value().retain(), count);
            case DictionaryColumn dictionary -> new DictionaryColumn(
                    count, buffer(dictionary.codes(), 4L * from), bits(dictionary.validity(), from), dictionary.dictionary().retain());
        };
    }

    private static boolean isSliceable(Column column, int from) {
        return from % 64 == 0 || !column.mayHaveNulls() && column.type().layout() != Layout.BIT;
    }

    private static long fixedStart(Layout layout, int from) {
        return layout == Layout.BIT ? from / 8 : (long) layout.width() * from;
    }

    private static ArrowBuf bits(ArrowBuf bitmap, int from) {
        return bitmap == null ? null : buffer(bitmap, from / 8);
    }

    private static ArrowBuf buffer(ArrowBuf source, long from) {
        source.getReferenceManager().retain();
        return source.slice(from, source.capacity() - from);
    }
}
