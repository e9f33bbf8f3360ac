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

/** The scan's own condition, then the runtime filters, over the columns that they need. */
final class ScanFilter implements BatchFilter, AutoCloseable {
    private final List<Integer> columns;
    private final Condition condition;
    private final JudgedFilter[] filters;
    private final int[] filterColumns;

    /** {@code readPositions}: which of the scan's columns the reader delivers; {@link #columns} counts in them. */
    ScanFilter(PlanNode.Scan scan, int[] readPositions, List<JudgedFilter> runtimeFilters, LaneContext context) {
        BitSet needed = scan.filter() == null ? new BitSet() : ColumnReferences.of(scan.filter());
        runtimeFilters.forEach(f -> needed.set(f.column()));
        int[] ordered = needed.stream().toArray();
        int[] narrowIndex = new int[scan.columns().size()];
        Arrays.fill(narrowIndex, -1);
        for (int i = 0; i < ordered.length; i++) {
            narrowIndex[ordered[i]] = i;
        }
        this.columns = Arrays.stream(ordered).map(c -> Arrays.binarySearch(readPositions, c)).boxed().toList();
        this.filters = runtimeFilters.toArray(JudgedFilter[]::new);
        this.filterColumns = runtimeFilters.stream().mapToInt(f -> narrowIndex[f.column()]).toArray();
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
            selection = filters[i].select(filterColumnsBatch, filterColumnsBatch.column(filterColumns[i]), selection);
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
