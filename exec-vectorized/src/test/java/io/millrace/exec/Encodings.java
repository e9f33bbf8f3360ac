package io.millrace.exec;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** The same values in another encoding. */
final class Encodings {
    private Encodings() {}

    /** Strings as dictionary column; other layouts as they are. The caller owns the result. */
    static Column dictionary(Column column, BufferAllocator allocator) {
        if (column.type().layout() != Layout.BINARY) {
            return column.retain();
        }
        Map<Object, Integer> codes = new LinkedHashMap<>();
        ArrowBuf data = Buffers.allocateZeroed(allocator, 4L * column.length());
        ArrowBuf validity = column.mayHaveNulls() ? Buffers.allocateOnes(allocator, column.length()) : null;
        try (ColumnBuilder builder = new ColumnBuilder(allocator, column.type(), column.length())) {
            for (int i = 0; i < column.length(); i++) {
                if (column.isNull(i)) {
                    Memory.clearBit(validity.memoryAddress(), i);
                    continue;
                }
                Object value = Values.read(column, i);
                Integer code = codes.get(value);
                if (code == null) {
                    code = codes.size();
                    codes.put(value, code);
                    Values.append(builder, value);
                }
                Memory.putInt(data.memoryAddress() + 4L * i, code);
            }
            return new DictionaryColumn(column.length(), data, validity, builder.buildAndClose());
        }
    }
}
