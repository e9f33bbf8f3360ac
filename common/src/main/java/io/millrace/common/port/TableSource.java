package io.millrace.common.port;

import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.type.Schema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** One scan target, opened at a fixed version. Thread-safe: splits are opened by several threads at once. */
public interface TableSource {
    Schema schema();

    /** What is known without reading data; unknown parts are empty. */
    TableStatistics statistics();

    /** The pieces that may hold matching rows. Bounded in number by the files' row groups; may read footers. */
    List<Split> splits(ScanRequest request);

    /** Opens a piece; batches hold exactly {@code request.columns()} and, if there is a filter, a selection of the rows that passed it. */
    BatchReader open(Split split, ScanRequest request, BufferAllocator allocator);
}
