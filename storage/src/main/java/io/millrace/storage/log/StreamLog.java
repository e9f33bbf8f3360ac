package io.millrace.storage.log;

import io.millrace.common.type.Schema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A stream's rows in partitions, each row at an offset of its own that grows along the partition: a log of our own, or another system's. Thread-safe. */
public interface StreamLog {
    String id();

    /** How many partitions are known; never falls. */
    int partitions();

    /** Offset of the first row that ever was the stream's. */
    long beginOffset(int partition);

    /** Offset of the first row that is kept; may ask another system. */
    long earliestOffset(int partition);

    /** By partition, where rows end that can be read now. Never waits. */
    List<Long> endOffsets();

    /**
     * Rows {@code from .. to}, or up to {@code from} where that is past {@code to}.
     *
     * @param batchRows most rows a batch
     */
    RowReader read(int partition, long from, long to, Schema schema, int batchRows, BufferAllocator allocator);
}
