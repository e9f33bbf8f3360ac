package io.millrace.exec.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.exec.memory.RowPartitions;
import io.millrace.exec.pipeline.Sink;
import io.millrace.exec.spill.SpilledPartitions;

/**
 * One lane of a {@link HashAggregateSink}: a table of its own, which is emptied into partitions when it outgrows the caches; where grouping hardly reduces
 * the rows pass it by.
 */
final class AggregateLane implements Sink.Lane {
    private final HashAggregateSink sink;
    private final AggregateDefinition definition;
    private AggregateTable table;
    private RowPartitions partitions;
    private SpilledPartitions.Collector collector;
    private long rowsSinceEmptied;
    private boolean passThrough;

    AggregateLane(HashAggregateSink sink, AggregateDefinition definition) {
        this.sink = sink;
        this.definition = definition;
        this.table = sink.newTable();
    }

    @Override
    public void accept(Batch batch) {
        try (batch) {
            if (sink.merging()) {
                table.addPartials(batch);
            } else if (passThrough) {
                table.addUngrouped(batch);
                try (Batch rows = table.ungroupedPartials(batch)) {
                    sink.addToPartitions(target(), rows, new long[rows.rows()]);
                }
                table.clear();
            } else {
                table.add(batch);
            }
            rowsSinceEmptied += batch.rows();
        }
        long held = held();
        if (sink.spills() && sink.pressed(held)) {
            sink.counters().held(held);
            spill();
        } else if (!passThrough && table.groups() >= HashAggregateSink.LANE_GROUPS_MAX) {
            sink.counters().held(held);
            passThrough = !sink.merging() && definition.groupsRowsOnce()
                    && table.groups() > rowsSinceEmptied * HashAggregateSink.USELESS_GROUPS_PER_ROW;
            sink.empty(table, target());
            rowsSinceEmptied = 0;
        }
    }

    private long held() {
        return table.bytes() + (partitions == null ? 0 : partitions.bytes());
    }

    private HashAggregateSink.Partitions target() {
        if (collector != null) {
            return sink.onDisk(collector);
        }
        if (partitions == null) {
            partitions = sink.newPartitions();
        }
        return partitions::add;
    }

    /** Everything goes to disk, and from now on all that leaves the table. */
    private void spill() {
        if (collector == null) {
            collector = sink.startSpilling().collector();
        }
        if (partitions != null) {
            sink.move(partitions, sink.onDisk(collector));
            partitions.close();
            partitions = null;
        }
        sink.empty(table, sink.onDisk(collector));
        rowsSinceEmptied = 0;
        // an emptied table keeps its memory
        table.close();
        table = null;
        table = sink.newTable();
    }

    @Override
    public void finish() {
        sink.counters().held(held());
        if (collector != null) {
            spill();
            collector.flush();
            return;
        }
        sink.deposit(table, partitions);
        table = null;
        partitions = null;
    }

    @Override
    public void close() {
        if (table != null) {
            table.close();
            table = null;
        }
        if (partitions != null) {
            partitions.close();
            partitions = null;
        }
        if (collector != null) {
            collector.close();
            collector = null;
        }
    }
}
