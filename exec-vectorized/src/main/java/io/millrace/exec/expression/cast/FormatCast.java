package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.BinaryResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import java.time.ZoneId;
import org.apache.arrow.memory.BufferAllocator;

/** Any type to CHAR or VARCHAR: the text form, cut to the declared length, for CHAR filled up with spaces. */
final class FormatCast implements ColumnCast {
    private final SqlType type;
    private final BufferAllocator allocator;
    private final TextFormat format;
    private final TextBytes text = new TextBytes();

    FormatCast(SqlType type, ZoneId zone, BufferAllocator allocator) {
        this.type = type;
        this.allocator = allocator;
        this.format = new TextFormat(zone);
    }

    @Override
    public Column apply(Operand operand, Rows rows) {
        try (BinaryResult result = new BinaryResult(allocator, type, rows.length(), 12L * rows.count())) {
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                format.append(operand, i, false, text.clear());
                CharacterCast.pad(type, text);
                result.append(i, text.array(), 0, CharacterCast.cut(type, text.array(), text.length()));
            }
            return result.build();
        }
    }
}
