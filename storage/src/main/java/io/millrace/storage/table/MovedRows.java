package io.millrace.storage.table;

import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.body.RowFileWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Where a flush put rows: those of the head, and those of small files that it wrote anew. Each file that it wrote knows the origin of each of its rows,
 * ascending: the offset of a row of the head, or {@link #origin} of a row of a file.
 */
record MovedRows(List<RowFileWriter.Written> files, List<RowFile> rewritten) {
    /** Below all offsets. */
    private static final long FILES = Long.MIN_VALUE / 2;

    record Place(String file, int position) {}

    /** @param index in {@link #rewritten} */
    static long origin(int index, long position) {
        return FILES + ((long) index << 31 | position);
    }

    static boolean isOfFile(long origin) {
        return origin < 0;
    }

    RowFile rewritten(long origin) {
        return rewritten.get((int) (origin - FILES >>> 31));
    }

    static long position(long origin) {
        return origin - FILES & Integer.MAX_VALUE;
    }

    /** The row was in the head and not taken out when the flush began. */
    Place find(long origin) {
        for (RowFileWriter.Written file : files) {
            int position = Arrays.binarySearch(file.origins(), origin);
            if (position >= 0) {
                return new Place(file.file().name(), position);
            }
        }
        throw new IllegalStateException("the row of origin " + origin + " was not flushed");
    }

    /** As {@link #find(long)}, of a row of a file, which may have stayed where it was. */
    Place find(String file, int position) {
        for (int i = 0; i < rewritten.size(); i++) {
            if (rewritten.get(i).name().equals(file)) {
                return find(origin(i, position));
            }
        }
        return new Place(file, position);
    }
}
