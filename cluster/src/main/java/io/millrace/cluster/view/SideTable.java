package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A managed table that takes the rows which a view leaves out. What is written, and how far the view had come then, become durable together: so rows land
 * once, whatever a restart takes again. Used by one thread at a time.
 */
public interface SideTable {
    /** How far a view had come with its last write. {@code ends} by log, of every partition. */
    record Written(long tick, Map<String, List<Long>> ends) {}

    Schema schema();

    Optional<Written> written();

    /**
     * Puts rows in and takes rows out that are still there, by their weights; waits for other writers and for the disk.
     *
     * @param rows with the table's columns; taken over
     */
    void write(Written upTo, List<Batch> rows);

    /** All rows that have this text in a column, with weights of -1; owned by the caller. */
    List<Batch> removal(String column, String text);

    /** Where side tables are. */
    interface Opener {
        /**
         * @param kind tells a view's side tables apart
         * @param tableId of the catalog
         */
        SideTable open(String viewId, String kind, String tableId);

        /** The view is gone; the tables stay. */
        void forget(String viewId, String kind);
    }
}
