package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.PlanNode.Aggregate;
import io.millrace.common.plan.PlanNode.WindowAssign;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.operator.aggregate.Accumulator;
import io.millrace.exec.step.operator.aggregate.AggregateCalls;
import io.millrace.exec.step.state.Arrangement;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.RowBuffer;
import io.millrace.exec.step.state.RowFormat;
import io.millrace.exec.step.state.RowTable;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.arrow.memory.ArrowBuf;

/**
 * HOP windows from closed slices, each window given out once, when the watermark passes its end. One accumulator a group slides along: at each end a slice
 * enters and one leaves, so that a window costs the same however many slices it has. What comes for a window directly, since it was late for others, is
 * there for that window alone.
 *
 * <p>A slice has the same start and end (see {@link WindowAssignOperator}).
 */
public final class SlidingWindowsOperator extends StepOperator {
    private final Aggregate combination;
    private final int startKey;
    private final int endKey;
    private final int[] allColumns;
    private final int[] groupColumns;
    private final SqlType timeType;
    private final long unitsPerMicro;
    private final long size;
    private final long slide;

    /** By start. */
    private final Arrangement slices;
    /** By end. */
    private final Arrangement windows;
    private final RowTable groups;
    private final AggregateCalls calls;
    /** By group: rows that are in its accumulators. */
    private long[] live = new long[0];
    private long[] rowCounts = new long[0];
    private int liveGroups;
    /** The last window end that was given out. */
    private long at = Long.MIN_VALUE;
    /** Ends at which something enters, leaves or is given out. */
    private final TreeSet<Long> times = new TreeSet<>();
    private final RowBuffer keyBuffer;
    private final RowBuffer rowBuffer;

    /**
     * @param assign HOP, its size a multiple of its slide
     * @param combination what is done with slices' rows, its keys first
     * @param startKey where window_start is among the keys
     * @param endKey where window_end is
     */
    public SlidingWindowsOperator(
            OperatorContext context, int number, StepOperator input, WindowAssign assign, Aggregate combination, int startKey, int endKey) {
        super(context, number, List.of(input));
        this.combination = combination;
        this.startKey = startKey;
        this.endKey = endKey;
        this.timeType = assign.input().schema().type(assign.timeColumn());
        this.unitsPerMicro = timeType.unitsPerSecond() / 1_000_000L;
        this.size = Math.multiplyExact(assign.size(), unitsPerMicro);
        this.slide = Math.multiplyExact(assign.slide(), unitsPerMicro);
        List<SqlType> types = combination.input().schema().fields().stream().map(field -> field.type()).toList();
        this.allColumns = Deltas.range(0, types.size());
        List<Integer> others = new ArrayList<>(combination.keys());
        others.removeAll(List.of(startKey, endKey));
        this.groupColumns = Deltas.toArray(others);
        this.slices = new Arrangement(allocator(), RowFormat.ofKeys(List.of(timeType)), RowFormat.ofRows(types));
        this.windows = new Arrangement(allocator(), RowFormat.ofKeys(List.of(timeType)), RowFormat.ofRows(types));
        this.groups = new RowTable(allocator(), RowFormat.ofKeys(others.stream().map(types::get).toList()));
        this.calls = new AggregateCalls(allocator(), combination, false, group -> 0);
        this.keyBuffer = new RowBuffer(allocator());
        this.rowBuffer = new RowBuffer(allocator());
    }

    @Override
    protected void accept(int port, Batch batch) {
        int[] ofSlices = new int[batch.rows()];
        int[] ofWindows = new int[batch.rows()];
        int sliceCount = 0;
        int windowCount = 0;
        try (batch;
                FixedColumn starts = (FixedColumn) batch.column(startKey).flatten(allocator());
                FixedColumn ends = (FixedColumn) batch.column(endKey).flatten(allocator())) {
            for (int i = 0; i < batch.rows(); i++) {
                int position = Deltas.position(batch, i);
                if (starts.longAt(position) == ends.longAt(position)) {
                    ofSlices[sliceCount++] = position;
                    times.add(starts.longAt(position) + slide);
                    times.add(starts.longAt(position) + size + slide);
                } else {
                    ofWindows[windowCount++] = position;
                    times.add(ends.longAt(position));
                }
            }
            keep(slices, batch, startKey, ofSlices, sliceCount);
            keep(windows, batch, endKey, ofWindows, windowCount);
        }
    }

    private void keep(Arrangement rows, Batch batch, int keyColumn, int[] positions, int count) {
        if (count == 0) {
            return;
        }
        long[] weights = new long[count];
        Arrays.fill(weights, 1);
        rows.keys().format().encode(allocator(), batch, new int[] {keyColumn}, positions, count, keyBuffer);
        rows.rows().format().encode(allocator(), batch, allColumns, positions, count, rowBuffer);
        rows.add(keyBuffer, rowBuffer, weights, new int[count]);
    }

    @Override
    protected void finishStep() {
        while (liveGroups > 0 || !times.isEmpty()) {
            long end = liveGroups > 0 ? at + slide : times.first();
            if (Math.floorDiv(end, unitsPerMicro) > watermark()) {
                break;
            }
            times.remove(end);
            change(slices, end - slide, 1, false);
            change(slices, end - size - slide, -1, true);
            change(windows, end, 1, false);
            give(end);
            change(windows, end, -1, true);
            forgetGroups();
            at = end;
        }
        slices.compact();
        windows.compact();
        groups.compact();
        calls.compact();
    }

    /** What lies at a time enters or leaves the accumulators. */
    private void change(Arrangement rows, long time, int sign, boolean remove) {
        int key = key(rows, time);
        if (key < 0) {
            return;
        }
        List<Integer> slots = new ArrayList<>();
        for (int slot = rows.firstRow(key); slot >= 0; slot = rows.nextRow(slot)) {
            slots.add(slot);
        }
        long[] addresses = new long[slots.size()];
        long[] weights = new long[slots.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = rows.rows().address(slots.get(i));
            weights[i] = sign * rows.weight(slots.get(i));
        }
        try (Batch batch = Batch.of(rows.rows().format().decode(allocator(), addresses, addresses.length), addresses.length)) {
            add(batch, weights);
        }
        if (remove) {
            rows.removeKey(key);
        }
    }

    private int key(Arrangement rows, long time) {
        ArrowBuf value = Buffers.allocate(allocator(), 8);
        Memory.putLong(value.memoryAddress(), time);
        try (Batch batch = Batch.of(List.of(new FixedColumn(timeType, 1, value, null)), 1)) {
            rows.keys().format().encode(allocator(), batch, new int[] {0}, null, 1, keyBuffer);
            return rows.keys().find(keyBuffer, 0);
        }
    }

    private void add(Batch batch, long[] weights) {
        int count = batch.rows();
        int[] of = new int[count];
        groups.format().encode(allocator(), batch, groupColumns, null, count, keyBuffer);
        groups.findOrAdd(keyBuffer, of);
        reserve();
        for (int i = 0; i < count; i++) {
            liveGroups += live[of[i]] == 0 ? 1 : 0;
            live[of[i]] += weights[i];
            rowCounts[of[i]] += weights[i];
            liveGroups -= live[of[i]] == 0 ? 1 : 0;
        }
        calls.add(new Accumulator.Rows(batch, null, count, of, weights));
    }

    private void reserve() {
        if (live.length < groups.capacity()) {
            live = Arrays.copyOf(live, groups.capacity());
            rowCounts = Arrays.copyOf(rowCounts, groups.capacity());
        }
        calls.reserve(groups.capacity(), rowCounts);
    }

    private void give(long end) {
        int[] chunk = new int[Math.min(context.batchRows(), Math.max(1, liveGroups))];
        int filled = 0;
        for (int group = 0; group < groups.limit(); group++) {
            if (groups.isUsed(group) && live[group] > 0) {
                chunk[filled++] = group;
                if (filled == chunk.length) {
                    give(end, chunk, filled);
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            give(end, chunk, filled);
        }
    }

    private void give(long end, int[] of, int count) {
        MillraceException[] errors = new MillraceException[count];
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = groups.address(of[i]);
        }
        List<Column> keys = groups.format().decode(allocator(), addresses, count);
        List<Column> columns = new ArrayList<>();
        int next = 0;
        for (int k = 0; k < combination.keys().size(); k++) {
            columns.add(k == startKey ? constant(end - size, count) : k == endKey ? constant(end, count) : keys.get(next++));
        }
        columns.addAll(calls.results(of, count, (row, error) -> errors[row] = errors[row] == null ? error : errors[row]));
        int[] sound = new int[count];
        int soundCount = 0;
        for (int i = 0; i < count; i++) {
            if (errors[i] == null) {
                sound[soundCount++] = i;
            } else {
                context.report(this, errors[i], 1);
            }
        }
        emit(new Batch(columns, count, soundCount == count ? null : new Selection(sound, soundCount), null));
    }

    private Column constant(long time, int count) {
        ArrowBuf values = Buffers.allocate(allocator(), 8L * count);
        for (int i = 0; i < count; i++) {
            Memory.putLong(values.memoryAddress() + 8L * i, time);
        }
        return new FixedColumn(timeType, count, values, null);
    }

    private void forgetGroups() {
        if (groups.size() == liveGroups) {
            return;
        }
        for (int group = 0; group < groups.limit(); group++) {
            if (groups.isUsed(group) && live[group] == 0) {
                groups.remove(group);
                calls.clear(group);
            }
        }
    }

    @Override
    public String memoryOnly() {
        return "windows that slide by less than a sixteenth of their size are kept by time";
    }

    @Override
    public long stateRows() {
        return (long) slices.rows().size() + windows.rows().size() + groups.size();
    }

    @Override
    public long stateBytes() {
        return slices.bytes() + windows.bytes() + groups.bytes() + calls.bytes() + 16L * live.length;
    }

    @Override
    protected void writeState(StateWriter out) {
        out.writeLong(at);
        slices.write(out);
        windows.write(out);
        groups.write(out);
        out.writeLongs(live, groups.limit());
        out.writeLongs(rowCounts, groups.limit());
        calls.write(out, groups.limit());
    }

    @Override
    protected void readState(StateReader in) {
        at = in.readLong();
        slices.read(in);
        windows.read(in);
        groups.read(in);
        reserve();
        in.readLongs(live, groups.limit());
        in.readLongs(rowCounts, groups.limit());
        calls.read(in, groups.limit());
        for (int group = 0; group < groups.limit(); group++) {
            liveGroups += groups.isUsed(group) && live[group] > 0 ? 1 : 0;
        }
        list(slices, slide);
        list(slices, size + slide);
        list(windows, 0);
    }

    private void list(Arrangement rows, long later) {
        for (int key = 0; key < rows.keys().limit(); key++) {
            if (rows.keys().isUsed(key)) {
                long time = Memory.getLong(rows.keys().format().fixedAt(rows.keys().address(key), 0)) + later;
                if (time > at) {
                    times.add(time);
                }
            }
        }
    }

    @Override
    public void close() {
        slices.close();
        windows.close();
        groups.close();
        calls.close();
        keyBuffer.close();
        rowBuffer.close();
    }
}
