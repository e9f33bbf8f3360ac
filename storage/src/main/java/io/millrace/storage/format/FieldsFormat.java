package io.millrace.storage.format;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.connector.SourceRecord;

/** Turns the bytes of records into values of some columns. For one thread. */
public interface FieldsFormat {
    /** What a record was. */
    enum Outcome {
        /** A row: each builder has one more value. */
        ROW,
        /** The row of this key is gone: each builder has one more value, of which those of the key count. */
        DELETE,
        /** Nothing that concerns rows; nothing was appended. */
        NOTHING,
        /** No row, see {@link #reason}; the builders hold anything. */
        MALFORMED
    }

    /** @param bytes not null */
    Outcome read(byte[] bytes, SourceRecord record, ColumnBuilder[] out);

    /** What was wrong with the last record. */
    String reason();
}
