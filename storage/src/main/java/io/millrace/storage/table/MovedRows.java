package io.millrace.storage.table;

import io.millrace.storage.table.body.RowFileWriter;
import java.util.Arrays;
import java.util.List;

/** Where a flush put the head's rows: for each file the offsets of its rows, ascending. */
record MovedRows(List<RowFileWriter.Written> files) {
    record Place(String file, int position) {}

    /** The row was in the head and not taken out when the flush began. */
    Place find(long offset) {
        for (RowFileWriter.Written file : files) {
            int position = Arrays.binarySearch(file.origins(), offset);
            if (position >= 0) {
                return new Place(file.file().name(), position);
            }
        }
        throw new IllegalStateException("the row at offset " + offset + " of the head was not flushed");
    }
}
