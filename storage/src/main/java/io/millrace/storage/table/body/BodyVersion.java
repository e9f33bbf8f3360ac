package io.millrace.storage.table.body;

import java.util.Optional;

/** What the list of snapshots says of one; {@code rows} does not count deleted ones, -1 if unknown. */
public record BodyVersion(
        long id, Optional<Long> parentId, long committedMicros, String operation, long flushedOffset, int files, long rows) {}
