package io.millrace.exec.scan;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import java.util.concurrent.atomic.AtomicLong;

/** A runtime filter as all lanes of a scan use it: once it has been seen to reject little, it is not asked any more. */
final class JudgedFilter {
    /** Rows after which a filter's worth is judged. */
    private static final long TRIAL_ROWS = 65_536;
    /** A filter that passes more than this share is not applied any more. */
    private static final double WORTHLESS_PASS_RATE = 0.9;

    private final RuntimeFilter filter;
    private final AtomicLong rowsIn = new AtomicLong();
    private final AtomicLong rowsOut = new AtomicLong();
    private volatile boolean worthless;

    JudgedFilter(RuntimeFilter filter) {
        this.filter = filter;
    }

    int column() {
        return filter.column();
    }

    /** As {@link RuntimeFilter#select}; {@code keys} is a column of {@code batch}. */
    Selection select(Batch batch, Column keys, Selection selection) {
        int before = selection == null ? batch.physicalRows() : selection.count();
        if (worthless || before == 0) {
            return selection;
        }
        Selection passed = filter.select(keys, selection);
        long in = rowsIn.addAndGet(before);
        long out = rowsOut.addAndGet(passed == null ? before : passed.count());
        worthless = in > TRIAL_ROWS && out > in * WORTHLESS_PASS_RATE;
        return passed;
    }
}
