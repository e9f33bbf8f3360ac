package io.millrace.exec.scan;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.plan.ColumnPredicate;

/**
 * What a join's finished build side knows about the keys that can match, lent to a scan on the probe side. It may let rows through that do not match,
 * never the reverse. Thread-safe once the build side is done; asked only after that.
 */
public interface RuntimeFilter {
    /** The scan's output column it is about. */
    int column();

    /** Whether applying it can pay. */
    boolean useful();

    /** Whether no row can match. */
    boolean rejectsAll();

    /** The keys' range for skipping, about column {@code tableColumn} of the table; null if unknown. */
    ColumnPredicate range(int tableColumn);

    /** The positions of {@code selection} (null: all) whose value in {@code keys} may match; the same object if all may. */
    Selection select(Column keys, Selection selection);
}
