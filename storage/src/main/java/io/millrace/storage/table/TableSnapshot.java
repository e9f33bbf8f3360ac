package io.millrace.storage.table;

import java.util.Optional;

/**
 * A version of a table's body that can be read by {@code FOR SYSTEM_VERSION AS OF}.
 *
 * @param committedMicros when it was committed, epoch micros
 * @param operation append, overwrite or delete
 * @param headOffset the changes of the head below this offset are in it
 * @param files data files
 * @param rows in it, deleted ones not counted; -1 if unknown
 */
public record TableSnapshot(
        long id, Optional<Long> parentId, long committedMicros, String operation, long headOffset, int files, long rows) {}
