package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSink;

/**
 * An UPDATE, DELETE, MERGE or upsert. Holds the table's write lock from its making to its close, so that what it read at {@link #target} is what it
 * changes; plain inserts into a table without primary key go on meanwhile.
 *
 * <p>Batches of {@link #write} carry weights: -1 takes one row that equals this one in all columns out of the table (NULLs are equal), +1 puts one in; no
 * weights means +1. An update is the old row at -1 and the new one at +1, in any order and in any batches. {@link #commit} fails with WRITE_CONFLICT, and
 * changes nothing, if a row to take out is not there, and with UNIQUE_VIOLATION if the table would then hold a key twice. It returns how many rows were
 * written, of either weight.
 */
public interface TableChange extends TableSink {
    /** What the statement reads: the table as it is under the lock. */
    ScanTarget.ManagedTable target();

    /**
     * The rows of the table, as at {@link #target}, whose primary keys equal those of {@code rows}, for ON CONFLICT. The table must have a primary key;
     * {@code rows} has the table's columns and stays the caller's.
     */
    Existing existing(Batch rows);

    /**
     * Rows found by key.
     *
     * @param rows with the table's columns, owned by the holder
     * @param positions for each live row asked for, in order, its row in {@code rows}, or -1 if no row has its key
     */
    record Existing(Batch rows, int[] positions) implements AutoCloseable {
        @Override
        public void close() {
            rows.close();
        }
    }
}
