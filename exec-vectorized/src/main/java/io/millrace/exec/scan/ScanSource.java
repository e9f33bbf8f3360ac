package io.millrace.exec.scan;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.ScanProgress;
import io.millrace.exec.pipeline.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Hands the splits of a table to lanes, first come, first served. Columns that nobody requires are not read: the reader is asked for the required ones
 * and the filter's, and {@link ScanLane} puts them in their places. Join build sides may add {@link RuntimeFilter}s until the source opens.
 */
public final class ScanSource implements Source {
    private final PlanNode.Scan scan;
    private final TableSource table;
    private final int batchRows;
    private final ScanProgress progress;
    /** Positions into {@code scan.columns()} that are read, ascending. */
    private final int[] readPositions;
    private final List<RuntimeFilter> runtimeFilters = new ArrayList<>();
    private final ConcurrentLinkedQueue<Split> splits = new ConcurrentLinkedQueue<>();
    private List<JudgedFilter> activeFilters = List.of();
    private List<ColumnPredicate> predicates;

    ScanSource(PlanNode.Scan scan, BitSet required, TableSource table, int batchRows, ScanProgress progress) {
        this.scan = scan;
        this.table = table;
        this.batchRows = batchRows;
        this.progress = progress;
        BitSet read = (BitSet) required.clone();
        if (scan.filter() != null) {
            read.or(ColumnReferences.of(scan.filter()));
        }
        this.readPositions = read.stream().toArray();
    }

    /** Adds a filter on output column {@link RuntimeFilter#column}; it is asked for its contents when the source opens. */
    public void add(RuntimeFilter filter) {
        runtimeFilters.add(filter);
    }

    @Override
    public int parallelism(int lanes) {
        predicates = new ArrayList<>(scan.predicates());
        List<RuntimeFilter> useful = runtimeFilters.stream().filter(RuntimeFilter::useful).toList();
        activeFilters = useful.stream().map(JudgedFilter::new).toList();
        boolean nothing = false;
        for (RuntimeFilter filter : useful) {
            nothing |= filter.rejectsAll();
            ColumnPredicate range = filter.range(scan.columns().get(filter.column()));
            if (range != null) {
                predicates.add(range);
            }
        }
        List<Split> pieces = nothing ? List.of() : table.splits(request(null));
        splits.addAll(pieces);
        progress.opened(pieces.size(), pieces.stream().mapToLong(s -> Math.max(0, s.estimatedRows())).sum());
        return Math.max(1, Math.min(lanes, pieces.size()));
    }

    private ScanRequest request(Supplier<BatchFilter> filter) {
        List<Integer> columns = new ArrayList<>(readPositions.length);
        for (int position : readPositions) {
            columns.add(scan.columns().get(position));
        }
        return new ScanRequest(columns, predicates, filter, batchRows);
    }

    @Override
    public Lane open(LaneContext context) {
        boolean filtered = scan.filter() != null || !activeFilters.isEmpty();
        Supplier<BatchFilter> filter = filtered ? () -> new ScanFilter(scan, readPositions, activeFilters, context) : null;
        return new ScanLane(filter, context);
    }

    /** Reads one split after another. */
    private final class ScanLane implements Lane {
        private final LaneContext context;
        private final ScanRequest request;
        private final List<ScanFilter> filters = new ArrayList<>();
        private final ColumnPlacement placement;
        private BatchReader reader;
        private boolean finished;

        ScanLane(Supplier<BatchFilter> filter, LaneContext context) {
            this.context = context;
            this.request = request(filter == null ? null : () -> remember((ScanFilter) filter.get()));
            this.placement = new ColumnPlacement(scan.schema(), readPositions, context.execution().allocator());
        }

        private ScanFilter remember(ScanFilter filter) {
            filters.add(filter);
            return filter;
        }

        @Override
        public Batch next(Runnable wake) {
            while (true) {
                if (reader == null) {
                    Split split = splits.poll();
                    if (split == null) {
                        finished = true;
                        return null;
                    }
                    reader = table.open(split, request, context.execution().allocator());
                }
                Batch batch = reader.next();
                if (batch == null) {
                    progress.splitDone(reader.bytesRead());
                    closeReader();
                    continue;
                }
                progress.read(batch.physicalRows());
                if (batch.rows() == 0) {
                    batch.close();
                    context.cancellation().check();
                    continue;
                }
                return placement.place(batch);
            }
        }

        private void closeReader() {
            if (reader != null) {
                BatchReader closing = reader;
                reader = null;
                closing.close();
            }
            filters.forEach(ScanFilter::close);
            filters.clear();
        }

        @Override
        public boolean finished() {
            return finished;
        }

        @Override
        public void close() {
            closeReader();
        }
    }
}
