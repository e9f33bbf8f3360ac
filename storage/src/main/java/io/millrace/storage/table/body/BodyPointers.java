package io.millrace.storage.table.body;

import java.util.Optional;

/** Where each table's body is: the location of its current Iceberg metadata file, kept by the metadata service. Thread-safe. */
public interface BodyPointers {
    /** Empty while nothing was flushed yet. */
    Optional<String> current(String tableId);

    /**
     * Compare and set, durable when it returns.
     *
     * @throws io.millrace.common.error.MillraceException WRITE_CONFLICT if the pointer is not at {@code expected} any more, UNDEFINED_OBJECT if the table was
     *     dropped
     */
    void move(String tableId, Optional<String> expected, String location);
}
