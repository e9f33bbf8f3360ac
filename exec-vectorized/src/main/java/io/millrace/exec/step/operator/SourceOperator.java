package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.expr.Expr;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.time.PartitionWatermarks;
import io.millrace.exec.step.time.WatermarkJumps;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/**
 * Where an input enters. It follows the watermark of each partition row by row, before the scan's filter is applied, and if asked adds to every row
 * the watermark that its partition had before it, as a hidden last column (BIGINT, microseconds): what makes lateness a function of the log.
 */
public final class SourceOperator extends StepOperator {
    /**
     * @param outputColumns how many of the batch's columns come out (the rest is the event-time column alone)
     * @param timeColumn of the batches; -1: no event time
     * @param delayMicros of the watermark
     * @param partitions of the input
     * @param rowWatermark whether rows carry their partition's watermark
     * @param followsClock whether the watermark rises while all partitions are idle
     * @param horizonMicros how far past the greatest time it may rise then
     * @param filter over the columns that come out, or null
     */
    public record Definition(int outputColumns, int timeColumn, long delayMicros, int partitions, boolean rowWatermark,
            boolean followsClock, long horizonMicros, Expr filter) {}

    private final Definition definition;
    private final PartitionWatermarks watermarks;
    private final WatermarkJumps jumps;
    private final Condition filter;
    private int[] held;
    private long heldRows;

    public SourceOperator(OperatorContext context, int number, Definition definition) {
        super(context, number, List.of());
        this.definition = definition;
        this.watermarks = definition.timeColumn < 0 ? null : new PartitionWatermarks(definition.partitions, definition.delayMicros);
        this.jumps = watermarks == null ? null : new WatermarkJumps(definition.partitions);
        this.filter = definition.filter == null ? null : Expressions.condition(definition.filter, context.evaluation());
    }

    /** {@code positions} of rows whose time does not move the watermark, ascending, or null. */
    public void rows(int partition, Batch batch, int[] positions) {
        held = positions;
        push(partition, batch);
        held = null;
    }

    /** Time went by while all partitions were idle. */
    public void elapse(long micros) {
        if (watermarks != null && definition.followsClock) {
            watermarks.elapse(micros, definition.horizonMicros);
            watermarks.combined();
        }
    }

    /** Rows since the last call whose time did not move the watermark. */
    public long takeHeldRows() {
        long taken = heldRows;
        heldRows = 0;
        return taken;
    }

    /** Null if there is no event time, or there were too many to keep. */
    public List<WatermarkJumps.Jump> jumps() {
        return jumps == null ? null : jumps.kept();
    }

    public void idle(int partition) {
        if (watermarks != null) {
            watermarks.idle(partition);
            watermarks.combined();
        }
    }

    public void advance(int partition, long watermarkMicros) {
        if (watermarks != null) {
            watermarks.advance(partition, watermarkMicros);
            watermarks.combined();
        }
    }

    @Override
    protected void accept(int partition, Batch batch) {
        try (batch) {
            List<Column> columns = new ArrayList<>(batch.columns().subList(0, definition.outputColumns));
            columns.forEach(Column::retain);
            if (watermarks != null) {
                Column running = follow(partition, batch);
                if (running != null) {
                    columns.add(running);
                }
            }
            Batch out = batch.withColumns(columns);
            if (filter == null) {
                emit(out);
                return;
            }
            try (out) {
                Selection kept = FilterOperator.select(context, this, filter, out);
                emit(out.withSelection(kept));
            }
        }
    }

    /** Moves the partition's watermark over the batch; returns each row's watermark before it if rows carry that, else null. */
    private Column follow(int partition, Batch batch) {
        long before = watermarks.activate(partition);
        try (Column flat = batch.column(definition.timeColumn).flatten(allocator())) {
            FixedColumn times = (FixedColumn) flat;
            long unitsPerMicro = times.type().unitsPerSecond() / 1_000_000L;
            ArrowBuf data = definition.rowWatermark ? Buffers.allocate(allocator(), 8L * batch.physicalRows()) : null;
            long to = data == null ? 0 : data.memoryAddress();
            long running = before;
            long greatest = PartitionWatermarks.NOTHING_SEEN;
            int rows = batch.rows();
            int nextHeld = 0;
            for (int i = 0; i < rows; i++) {
                int position = Deltas.position(batch, i);
                if (to != 0) {
                    Memory.putLong(to + 8L * position, running);
                }
                if (held != null && nextHeld < held.length && held[nextHeld] == position) {
                    nextHeld++;
                } else if (!times.isNull(position)) {
                    long time = times.longAt(position);
                    long micros = unitsPerMicro == 1 ? time : Math.floorDiv(time, unitsPerMicro);
                    greatest = Math.max(greatest, micros);
                    running = Math.max(running, PartitionWatermarks.less(micros, definition.delayMicros));
                }
            }
            heldRows += nextHeld;
            jumps.rows(partition, rows, before, running);
            watermarks.saw(greatest);
            watermarks.advance(partition, running);
            watermarks.combined();
            return data == null ? null : new FixedColumn(SqlType.BIGINT, batch.physicalRows(), data, null);
        }
    }

    @Override
    protected long computeWatermark() {
        return watermarks == null ? NO_WATERMARK : watermarks.combined();
    }

    @Override
    protected void writeState(StateWriter out) {
        if (watermarks != null) {
            watermarks.write(out);
            jumps.write(out);
        }
    }

    @Override
    protected void readState(StateReader in) {
        if (watermarks != null) {
            watermarks.read(in);
            jumps.read(in);
        }
    }

    @Override
    public void close() {
        if (filter != null) {
            filter.close();
        }
    }
}
