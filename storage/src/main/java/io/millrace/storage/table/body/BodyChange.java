package io.millrace.storage.table.body;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a flush does to a body, in one snapshot.
 *
 * @param flushedOffset of the new snapshot
 * @param replace whether all files there were go
 * @param removed names of files that go although they have live rows, which are among those added
 * @param added files
 * @param deleted positions by file name, of files that were there or are added, beyond those deleted before
 */
public record BodyChange(long flushedOffset, boolean replace, Set<String> removed, List<RowFile> added, Map<String, BitSet> deleted) {
    public BodyChange {
        removed = Set.copyOf(removed);
        added = List.copyOf(added);
        deleted = Map.copyOf(deleted);
    }
}
