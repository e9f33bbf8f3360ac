package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Operator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Gives rows that come sorted by session keys and time the session they are in: from its first time to its last plus the gap. A batch is held back
 * until the end of its last session is known. Rows without time are dropped.
 */
final class SessionOperator implements Operator {
    private final PlanNode.WindowAssign node;
    private final BufferAllocator allocator;
    private final SqlType timeType;
    private final long gap;
    private final Comparison[] comparisons;
    private final Deque<Held> held = new ArrayDeque<>();
    private boolean open;
    private long start;
    private long last;
    private boolean finished;

    /** A batch without selection whose first {@code known} rows have got their bounds. */
    private static final class Held {
        final Batch batch;
        final long[] starts;
        final long[] ends;
        int known;
        int assigned;

        Held(Batch batch) {
            this.batch = batch;
            this.starts = new long[batch.rows()];
            this.ends = new long[batch.rows()];
        }
    }

    SessionOperator(PlanNode.WindowAssign node, LaneContext lane) {
        this.node = node;
        this.allocator = lane.execution().allocator();
        this.timeType = node.input().schema().type(node.timeColumn());
        this.gap = multiply(node.size(), timeType.unitsPerSecond() / 1_000_000L);
        this.comparisons =
                node.sessionKeys().stream().map(k -> Comparison.of(node.input().schema().type(k))).toArray(Comparison[]::new);
    }

    private static long multiply(long size, long units) {
        try {
            return Math.multiplyExact(size, units);
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    private static MillraceException overflow() {
        return new MillraceException(ErrorCode.DATETIME_OVERFLOW, "a session lies out of the range of its type");
    }

    @Override
    public void accept(Batch batch) {
        Batch timed = withTimes(batch);
        if (timed == null) {
            return;
        }
        Held before = held.peekLast();
        Held now = new Held(timed);
        held.add(now);
        try (Column flat = timed.column(node.timeColumn()).flatten(allocator)) {
            FixedColumn times = (FixedColumn) flat;
            for (int i = 0; i < timed.rows(); i++) {
                long time = times.longAt(i);
                boolean sameKeys = i > 0 ? sameKeys(timed, i - 1, timed, i) : before != null && sameKeys(before, timed);
                if (open && !(sameKeys && time - last <= gap && time - last >= 0)) {
                    endSession();
                }
                if (!open) {
                    open = true;
                    start = time;
                }
                last = time;
                now.starts[i] = start;
                now.assigned = i + 1;
            }
        }
    }

    /** The rows that have a time, without selection; null if there are none. Takes over the batch. */
    private Batch withTimes(Batch batch) {
        Column times = batch.column(node.timeColumn());
        int[] positions = new int[batch.rows()];
        int count = 0;
        for (int i = 0; i < positions.length; i++) {
            int position = batch.selection() == null ? i : batch.selection().at(i);
            if (!times.isNull(position)) {
                positions[count++] = position;
            }
        }
        if (count == batch.physicalRows()) {
            return batch;
        }
        try (batch) {
            return count == 0 ? null : batch.gather(allocator, positions, count);
        }
    }

    private boolean sameKeys(Held before, Batch batch) {
        return sameKeys(before.batch, before.batch.rows() - 1, batch, 0);
    }

    private boolean sameKeys(Batch a, int i, Batch b, int j) {
        for (int k = 0; k < comparisons.length; k++) {
            int column = node.sessionKeys().get(k);
            if (!comparisons[k].equal(a.column(column), i, b.column(column), j)) {
                return false;
            }
        }
        return true;
    }

    private void endSession() {
        long end;
        try {
            end = Math.addExact(last, gap);
        } catch (ArithmeticException e) {
            throw overflow();
        }
        for (Held batch : held) {
            for (; batch.known < batch.assigned; batch.known++) {
                batch.ends[batch.known] = end;
            }
        }
        open = false;
    }

    @Override
    public Batch next() {
        Held first = held.peek();
        // the last batch stays while rows may follow: the next one's keys are compared with its last row
        if (first == null || first.known < first.batch.rows() || held.size() == 1 && !finished) {
            return null;
        }
        held.remove();
        try (Batch batch = first.batch) {
            List<Column> columns = new ArrayList<>(batch.columns());
            columns.forEach(Column::retain);
            columns.add(column(first.starts));
            columns.add(column(first.ends));
            return batch.withColumns(columns);
        }
    }

    private Column column(long[] values) {
        ArrowBuf data = Buffers.allocate(allocator, 8L * values.length);
        for (int i = 0; i < values.length; i++) {
            Memory.putLong(data.memoryAddress() + 8L * i, values[i]);
        }
        return new FixedColumn(timeType, values.length, data, null);
    }

    @Override
    public void finish() {
        finished = true;
        if (open) {
            endSession();
        }
    }

    @Override
    public void close() {
        held.forEach(h -> h.batch.close());
        held.clear();
    }
}
