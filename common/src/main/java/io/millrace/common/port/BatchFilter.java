package io.millrace.common.port;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import java.util.List;

/**
 * An exact filter that the executor lends to a reader, so that it decodes the filter's columns first and the others only where rows survive.
 * Instances are per thread.
 */
public interface BatchFilter {
    /** Columns that the filter needs, as positions into the scan's output columns, ascending. */
    List<Integer> columns();

    /** The surviving positions of a batch whose columns are just {@link #columns}, in that order; null if all survive. The batch stays the caller's. */
    Selection select(Batch filterColumns);
}
