package io.millrace.exec.scan;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.BatchFilter;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.LaneContext;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The scan's own condition, then the runtime filters, over the columns that they need. A runtime filter that rejects little switches itself off. */
final class ScanFilter implements BatchFilter, AutoCloseable {
    /** Rows after which a runtime filter's worth is judged. */
    private static final long TRIAL_ROWS = 65_536;
    /** A runtime filter that passes more than this share is not applied any more. */
    private static final double WORTHLESS_PASS_RATE = 0.9;

    private final List<Integer> columns;
    private final Condition condition;
    private final RuntimeFilter[] filters;
    private final int[] filterColumns;
    private final long[] rowsIn;
    private final long[] rowsOut;

    /** {@code readPositions}: which of the scan's columns the reader delivers; {@link #columns} counts in them. */
    ScanFilter(PlanNode.Scan scan, int[] readPositions, List<RuntimeFilter> runtimeFilters, LaneContext context) {
        BitSet needed = scan.filter() == null ? new BitSet() : ColumnReferences.of(scan.filter());
        runtimeFilters.forEach(f -> needed.set(f.column()));
        int[] ordered = needed.stream().toArray();
        int[] narrowIndex = new int[scan.columns().size()];
        Arrays.fill(narrowIndex, -1);
        for (int i = 0; i < ordered.length; i++) {
            narrowIndex[ordered[i]] = i;
        }
        this.columns = Arrays.stream(ordered).map(c -> Arrays.binarySearch(readPositions, c)).boxed().toList();
        this.filters = runtimeFilters.toArray(RuntimeFilter[]::new);
        this.filterColumns = runtimeFilters.stream().mapToInt(f -> narrowIndex[f.column()]).toArray();
        this.rowsIn = new long[filters.length];
        this.rowsOut = new long[filters.length];
        this.condition = scan.filter() == null
                ? null
                : Expressions.condition(ColumnReferences.remap(scan.filter(), narrowIndex), context.evaluation());
    }

    @Override
    public List<Integer> columns() {
        return columns;
    }

    @Override
    public Selection select(Batch filterColumnsBatch) {
        Selection selection = filterColumnsBatch.selection();
        if (condition != null) {
            selection = condition.select(filterColumnsBatch, selection);
        }
        for (int i = 0; i < filters.length; i++) {
            int before = selection == null ? filterColumnsBatch.physicalRows() : selection.count();
            if (before == 0) {
                return selection;
            }
            if (rowsIn[i] > TRIAL_ROWS && rowsOut[i] > rowsIn[i] * WORTHLESS_PASS_RATE) {
                continue;
            }
            selection = filters[i].select(filterColumnsBatch.column(filterColumns[i]), selection);
            rowsIn[i] += before;
            rowsOut[i] += selection == null ? before : selection.count();
        }
        return selection;
    }

    @Override
    public void close() {
        if (condition != null) {
            condition.close();
        }
    }
}
