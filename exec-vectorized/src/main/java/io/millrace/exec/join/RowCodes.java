package io.millrace.exec.join;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Numbers of build rows as the codes of dictionary columns: the build side's strings are the dictionary, so that no string is copied for a pair, and
 * what groups or tests them does so once a build row. All string columns of a batch share the codes. Close when the columns are made.
 */
final class RowCodes implements AutoCloseable {
    private final BufferAllocator allocator;
    private final int[] rows;
    private final int count;
    private ArrowBuf codes;
    /** Of the rows alone: null if each position has one. */
    private ArrowBuf present;

    /** A row of -1 is NULL in every column. */
    RowCodes(BufferAllocator allocator, int[] rows, int count) {
        this.allocator = allocator;
        this.rows = rows;
        this.count = count;
    }

    /** The strings at the rows, owned by the caller; {@code dictionary} holds {@code stored}'s values and knows no NULL, and is not retained. */
    DictionaryColumn column(Column stored, BinaryColumn dictionary) {
        if (codes == null) {
            number();
        }
        ArrowBuf validity = stored.mayHaveNulls() ? validity(stored) : present;
        if (validity != null && validity == present) {
            validity.getReferenceManager().retain();
        }
        codes.getReferenceManager().retain();
        return new DictionaryColumn(count, codes, validity, dictionary.retain());
    }

    private void number() {
        codes = Buffers.allocate(allocator, 4L * count);
        long to = codes.memoryAddress();
        int least = 0;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, rows[i]);
            Memory.putInt(to + 4L * i, Math.max(0, rows[i]));
        }
        if (least < 0) {
            present = Buffers.allocateOnes(allocator, count);
            for (int i = 0; i < count; i++) {
                if (rows[i] < 0) {
                    Memory.clearBit(present.memoryAddress(), i);
                }
            }
        }
    }

    private ArrowBuf validity(Column stored) {
        ArrowBuf validity = Buffers.allocateOnes(allocator, count);
        for (int i = 0; i < count; i++) {
            if (rows[i] < 0 || stored.isNull(rows[i])) {
                Memory.clearBit(validity.memoryAddress(), i);
            }
        }
        return validity;
    }

    @Override
    public void close() {
        if (codes != null) {
            codes.close();
        }
        if (present != null) {
            present.close();
        }
    }
}
