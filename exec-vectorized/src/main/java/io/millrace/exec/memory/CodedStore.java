package io.millrace.exec.memory;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Rows of columns that share their codes: the codes once, and for each column which rows are NULL. */
final class CodedStore implements AutoCloseable {
    private final BufferAllocator allocator;
    private final SharedCodes shared;
    private final ColumnStore codes;
    /** Validity by column; null as long as nothing is NULL. */
    private final ColumnStore[] validities;

    /** {@code shared} stays the caller's. */
    CodedStore(BufferAllocator allocator, SharedCodes shared) {
        this.allocator = allocator;
        this.shared = shared;
        this.codes = new ColumnStore(allocator, SqlType.INTEGER);
        this.validities = new ColumnStore[shared.columns().size()];
    }

    /** Copies rows of a batch that {@link SharedCodes#match}es. */
    void append(Batch batch, int[] positions, int count) {
        int before = codes.length();
        for (int c = 0; c < validities.length; c++) {
            DictionaryColumn column = shared.column(batch, c);
            if (validities[c] == null && column.mayHaveNulls()) {
                validities[c] = new ColumnStore(allocator, SqlType.BOOLEAN);
                appendOnes(validities[c], before);
            }
            if (validities[c] != null && column.mayHaveNulls()) {
                column.validity().getReferenceManager().retain();
                try (Column bits = new FixedColumn(SqlType.BOOLEAN, column.length(), column.validity(), null)) {
                    validities[c].append(bits, positions, count);
                }
            } else if (validities[c] != null) {
                appendOnes(validities[c], count);
            }
        }
        DictionaryColumn first = shared.column(batch, 0);
        first.codes().getReferenceManager().retain();
        try (Column numbers = new FixedColumn(SqlType.INTEGER, first.length(), first.codes(), null)) {
            codes.append(numbers, positions, count);
        }
    }

    private void appendOnes(ColumnStore store, int count) {
        if (count > 0) {
            try (Column ones = new FixedColumn(SqlType.BOOLEAN, count, Buffers.allocateOnes(allocator, count), null)) {
                store.append(ones, null, count);
            }
        }
    }

    /** Puts the columns of the rows so far, owned by the caller, to their places; the store is empty then. */
    void build(List<Column> columns) {
        int length = codes.length();
        try (FixedColumn numbers = (FixedColumn) codes.build()) {
            for (int c = 0; c < validities.length; c++) {
                ArrowBuf validity = null;
                if (validities[c] != null) {
                    validity = ((FixedColumn) validities[c].build()).data();
                    validities[c] = null;
                }
                numbers.data().getReferenceManager().retain();
                columns.set(shared.columns().get(c), new DictionaryColumn(length, numbers.data(), validity, shared.dictionary(c).retain()));
            }
        }
    }

    long bytes() {
        long bytes = codes.bytes();
        for (ColumnStore validity : validities) {
            bytes += validity == null ? 0 : validity.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        codes.close();
        for (int c = 0; c < validities.length; c++) {
            if (validities[c] != null) {
                validities[c].close();
                validities[c] = null;
            }
        }
    }
}
