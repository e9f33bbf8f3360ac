package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;

/** Reads a top-level column of one row group, rows in order. One thread. Columns returned are the caller's. */
interface LeafReader extends AutoCloseable {
    /** The next {@code rows} rows. */
    Column read(int rows);

    /** The next {@code rows} rows, of which only the selected positions need hold their values. */
    Column readSelected(int rows, Selection selection);

    void skip(long rows);

    long bytesRead();

    @Override
    void close();
}
