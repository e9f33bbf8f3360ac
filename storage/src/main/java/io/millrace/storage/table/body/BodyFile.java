package io.millrace.storage.table.body;

import java.util.BitSet;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;

/** A data file of a snapshot. Immutable. */
public final class BodyFile {
    private final RowFile file;
    private final BitSet deleted;
    private final DataFile data;
    private final List<DeleteFile> deletes;

    BodyFile(RowFile file, BitSet deleted, DataFile data, List<DeleteFile> deletes) {
        this.file = file;
        this.deleted = deleted;
        this.data = data;
        this.deletes = List.copyOf(deletes);
    }

    public RowFile file() {
        return file;
    }

    /** Positions of rows that are no more; null if all are. Not to be changed. */
    public BitSet deleted() {
        return deleted;
    }

    public long liveRows() {
        return file.rows() - (deleted == null ? 0 : deleted.cardinality());
    }

    DataFile data() {
        return data;
    }

    List<DeleteFile> deletes() {
        return deletes;
    }
}
