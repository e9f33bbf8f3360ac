package io.millrace.storage.table.body;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * What a flush does to a body, in one snapshot.
 *
 * @param flushedOffset of the new snapshot
 * @param replace whether all files there were go
 * @param added files
 * @param deleted positions by file name, of files that were there or are added, beyond those deleted before
 */
public record BodyChange(long flushedOffset, boolean replace, List<RowFile> added, Map<String, BitSet> deleted) {
    public BodyChange {
        added = List.copyOf(added);
        deleted = Map.copyOf(deleted);
    }
}
