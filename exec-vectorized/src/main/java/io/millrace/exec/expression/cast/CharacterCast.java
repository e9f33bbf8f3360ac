package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.BinaryResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.Bytes;
import org.apache.arrow.memory.BufferAllocator;

/**
 * CHAR and VARCHAR among each other: cut to the declared length in code points (an explicit cast cuts silently), CHAR filled up with spaces, and
 * rid of them on the way out of CHAR.
 */
final class CharacterCast implements ColumnCast {
    private final SqlType source;
    private final SqlType type;
    private final BufferAllocator allocator;
    private final TextBytes text = new TextBytes();

    CharacterCast(SqlType source, SqlType type, BufferAllocator allocator) {
        this.source = source;
        this.type = type;
        this.allocator = allocator;
    }

    @Override
    public Column apply(Operand operand, Rows rows) {
        try (BinaryResult result = new BinaryResult(allocator, type, rows.length(), 12L * rows.count())) {
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                long start = operand.startAt(i);
                int length = operand.lengthAt(i);
                text.clear().put(start, source.kind() == SqlType.Kind.CHAR ? Bytes.trimmedLength(start, length) : length);
                pad(type, text);
                result.append(i, text.array(), 0, cut(type, text.array(), text.length()));
            }
            return result.build();
        }
    }

    /** Fills a CHAR up to its length. */
    static void pad(SqlType type, TextBytes text) {
        if (type.kind() == SqlType.Kind.CHAR && type.precision() != SqlType.UNBOUNDED) {
            int points = 0;
            for (int i = 0; i < text.length(); i++) {
                points += isStart(text.array()[i]) ? 1 : 0;
            }
            for (; points < type.precision(); points++) {
                text.put(' ');
            }
        }
    }

    /** The number of bytes of the first code points that the type has room for. */
    static int cut(SqlType type, byte[] bytes, int length) {
        if (type.precision() == SqlType.UNBOUNDED || length <= type.precision()) {
            return length;
        }
        int points = 0;
        for (int i = 0; i < length; i++) {
            if (isStart(bytes[i]) && ++points > type.precision()) {
                return i;
            }
        }
        return length;
    }

    private static boolean isStart(byte utf8) {
        return (utf8 & 0xC0) != 0x80;
    }
}
