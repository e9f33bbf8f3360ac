package io.millrace.common.port;

/**
 * Entries of one view's state outside of memory. Whatever {@link #write} has taken is seen by all later reads. It need not be durable: views come back
 * from checkpoints. Written by one thread at a time; snapshots are read by any.
 *
 * <p>Trouble with the disk comes as a MillraceException with IO_ERROR or DISK_FULL.
 */
public interface StateStore extends StateEntries, AutoCloseable {
    /** Applies the changes in their order; they stay the caller's. */
    void write(StateChanges changes);

    /** The entries as they are now, whatever is written later. */
    Snapshot snapshot();

    /** Bytes on disk, roughly. */
    long diskBytes();

    /** Closed by whoever took it, before the store. */
    interface Snapshot extends StateEntries, AutoCloseable {
        @Override
        void close();
    }

    @Override
    void close();
}
