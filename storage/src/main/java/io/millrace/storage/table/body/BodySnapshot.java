package io.millrace.storage.table.body;

import java.util.List;

/**
 * A body at one version.
 *
 * @param id {@link #NONE} before the first flush
 * @param flushedOffset changes of the head below it are in the files
 */
public record BodySnapshot(long id, long flushedOffset, List<BodyFile> files) {
    public static final long NONE = -1;
    public static final BodySnapshot EMPTY = new BodySnapshot(NONE, 0, List.of());

    public BodySnapshot {
        files = List.copyOf(files);
    }
}
