package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.step.operator.aggregate.Accumulator;
import io.millrace.exec.step.operator.aggregate.AggregateCalls;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.time.KeyAges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * GROUP BY: accumulators by group. The first time that a step touches a group, its old row is taken down; when the step ends, old and new rows that
 * differ come out, the old one with weight -1. DISTINCT is the same without calls.
 *
 * <p>If a key is bounded by the watermark ({@link Bound}), a group whose bound has passed is forgotten without a word: its row stays as it is
 * downstream, and no row for it can come any more. With {@code emitOnClose} such a group's row comes out only then, once.
 */
public final class AggregateOperator extends StepOperator {
    /** Rows of groups as they were before the step. */
    private record OldRows(int[] groups, int count, Batch rows, MillraceException[] errors) {}

    private final AggregateDefinition definition;
    private final GroupState state;
    private final GroupTable groups;
    private final AggregateCalls calls;
    /** Null if groups stay. */
    private final KeyAges ages;
    private final List<OldRows> old = new ArrayList<>();
    private final GroupList fresh = new GroupList();
    private int step = 1;
    private boolean started;
    private int[] rowGroups = new int[0];
    private long[] rowWeights = new long[0];

    public AggregateOperator(OperatorContext context, int number, StepOperator input, AggregateDefinition definition) {
        super(context, number, List.of(input));
        this.definition = definition;
        this.state = new GroupState(context, number, definition);
        this.groups = state.groups;
        this.calls = state.calls;
        this.ages = state.ages;
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            int rows = batch.rows();
            if (rowGroups.length < rows) {
                rowGroups = new int[rows + rows / 2];
                rowWeights = new long[rowGroups.length];
            }
            long[] weights = batch.weights() == null ? null : rowWeights;
            if (weights != null) {
                Deltas.weights(batch, weights);
            }
            for (int set = 0; set < groups.sets(); set++) {
                groups.groups(batch, set, rowGroups);
                state.noteAdded();
                state.pages.change(rowGroups, rows);
                if (!definition.emitOnClose()) {
                    touch(rows);
                }
                for (int i = 0; ages != null && i < rows; i++) {
                    ages.touch(rowGroups[i], context.nowMicros());
                }
                count(rows, weights);
                calls.add(new Accumulator.Rows(batch, Deltas.positions(batch), rows, rowGroups, weights));
            }
        }
    }

    private void count(int rows, long[] weights) {
        long[] counts = state.rowCounts;
        int[] of = rowGroups;
        if (weights == null) {
            for (int i = 0; i < rows; i++) {
                counts[of[i]]++;
            }
        } else {
            for (int i = 0; i < rows; i++) {
                counts[of[i]] += weights[i];
            }
        }
    }

    /** Takes down the rows of groups that this step has not touched before. */
    private void touch(int rows) {
        int[] of = rowGroups;
        int[] touchedIn = state.touchedIn;
        int[] existing = null;
        int existingCount = 0;
        for (int i = 0; i < rows; i++) {
            int group = of[i];
            if (touchedIn[group] == step) {
                continue;
            }
            touchedIn[group] = step;
            if (isLive(group)) {
                existing = existing == null ? new int[rows - i] : existing;
                existing[existingCount++] = group;
            } else {
                fresh.add(group);
            }
        }
        if (existingCount > 0) {
            MillraceException[] errors = new MillraceException[existingCount];
            old.add(new OldRows(existing, existingCount, calls.isEmpty() ? null : rowsOf(existing, existingCount, errors), errors));
        }
    }

    private boolean isLive(int group) {
        return state.rowCounts[group] > 0 || state.always[group] && started;
    }

    private Batch rowsOf(int[] of, int count, MillraceException[] errors) {
        List<Column> columns = groups.keys(of, count);
        columns.addAll(calls.results(of, count, (row, error) -> errors[row] = errors[row] == null ? error : errors[row]));
        return Batch.of(columns, count);
    }

    @Override
    protected void finishStep() {
        if (!started) {
            start();
        }
        for (OldRows rows : old) {
            emitChanges(rows);
        }
        emitAll(fresh, 1);
        for (OldRows rows : old) {
            removeEmpty(rows.groups, rows.count);
        }
        removeEmpty(fresh.groups(), fresh.count());
        old.clear();
        fresh.clear();
        step++;
        if (definition.bound() != null) {
            closeWindows();
        }
        state.compact();
    }

    /** Groups that no row has touched for too long leave with their rows, as if their rows had been taken back. */
    @Override
    protected void beginStep() {
        if (ages == null) {
            return;
        }
        boolean more;
        do {
            more = state.pages.loadDue(context.nowMicros());
            GroupList gone = new GroupList();
            ages.expire(context.nowMicros(), group -> {
                if (groups.table().isUsed(group) && isLive(group) && !state.always[group]) {
                    gone.add(group);
                }
            });
            emitAll(gone, -1);
            remove(gone);
        } while (more);
    }

    /** Groups of sets without keys exist from the first step on, with or without rows. */
    private void start() {
        for (int set = 0; set < groups.sets(); set++) {
            if (definition.node().groupingSets().get(set).isEmpty()) {
                int group = groups.emptyGroup(set);
                state.noteAdded();
                if (state.touchedIn[group] != step) {
                    state.touchedIn[group] = step;
                    fresh.add(group);
                }
                state.always[group] = true;
            }
        }
        started = true;
    }

    private void emitChanges(OldRows rows) {
        int count = rows.count;
        if (rows.rows == null) {
            // Without calls a row is its key: only going away is a change
            int[] gone = new int[count];
            int goneCount = 0;
            for (int i = 0; i < count; i++) {
                if (!isLive(rows.groups[i])) {
                    gone[goneCount++] = rows.groups[i];
                }
            }
            if (goneCount > 0) {
                emit(new Batch(groups.keys(gone, goneCount), goneCount, null, Deltas.constantWeight(allocator(), -1, goneCount)));
            }
            return;
        }
        MillraceException[] errors = new MillraceException[count];
        Batch now = rowsOf(rows.groups, count, errors);
        try (Batch before = rows.rows) {
            boolean[] same = new boolean[count];
            Arrays.fill(same, true);
            for (int c = definition.node().keys().size(); c < now.width(); c++) {
                ColumnEquality.retainEqual(before.column(c), now.column(c), same);
            }
            int[] taken = new int[count];
            int takenCount = 0;
            int[] given = new int[count];
            int givenCount = 0;
            for (int i = 0; i < count; i++) {
                boolean live = isLive(rows.groups[i]);
                boolean changed = !live || !same[i] || rows.errors[i] != null || errors[i] != null;
                if (rows.errors[i] != null) {
                    context.report(this, rows.errors[i], -1);
                } else if (changed) {
                    taken[takenCount++] = i;
                }
                if (live && errors[i] != null) {
                    context.report(this, errors[i], 1);
                } else if (live && changed) {
                    given[givenCount++] = i;
                }
            }
            if (takenCount > 0) {
                emit(new Batch(retained(before), count, new Selection(taken, takenCount), Deltas.constantWeight(allocator(), -1, count)));
            }
            if (givenCount > 0) {
                emit(now.withSelection(new Selection(given, givenCount)));
            }
        } finally {
            now.close();
        }
    }

    private static List<Column> retained(Batch batch) {
        batch.columns().forEach(Column::retain);
        return batch.columns();
    }

    /** Gives out the rows of those of the groups that are live, or takes them back. */
    private void emitAll(GroupList list, int sign) {
        int[] of = list.groups();
        int count = list.count();
        int[] chunk = new int[Math.min(count, context.batchRows())];
        int filled = 0;
        for (int i = 0; i < count; i++) {
            if (isLive(of[i])) {
                chunk[filled++] = of[i];
            }
            if (filled > 0 && (filled == chunk.length || i == count - 1)) {
                emitRows(chunk, filled, sign);
                filled = 0;
            }
        }
    }

    private void emitRows(int[] of, int count, int sign) {
        MillraceException[] errors = new MillraceException[count];
        try (Batch rows = rowsOf(of, count, errors)) {
            int[] given = new int[count];
            int givenCount = 0;
            for (int i = 0; i < count; i++) {
                if (errors[i] == null) {
                    given[givenCount++] = i;
                } else {
                    context.report(this, errors[i], sign);
                }
            }
            Column weights = sign == 1 ? null : Deltas.constantWeight(allocator(), sign, count);
            emit(new Batch(retained(rows), count, givenCount == count ? null : new Selection(given, givenCount), weights));
        }
    }

    private void removeEmpty(int[] of, int count) {
        for (int i = 0; i < count; i++) {
            int group = of[i];
            if (state.rowCounts[group] == 0 && !state.always[group] && groups.table().isUsed(group)) {
                state.remove(group);
            }
        }
    }

    private void remove(GroupList list) {
        for (int i = 0; i < list.count(); i++) {
            state.remove(list.groups()[i]);
        }
    }

    private void closeWindows() {
        state.pages.leaveQuietly(!definition.emitOnClose());
        boolean more;
        do {
            more = definition.emitOnClose() && state.pages.loadClosed(watermark());
            if (state.ends.closesAt(watermark())) {
                closeWindowsInMemory();
            }
        } while (more);
        state.pages.dropClosed(watermark());
        state.pages.leaveQuietly(false);
    }

    /** A group may be listed under an end that was an earlier tenant's of its slot; its own end decides. */
    private void closeWindowsInMemory() {
        GroupList closed = new GroupList();
        state.ends.close(watermark(), group -> {
            if (groups.table().isUsed(group) && state.touchedIn[group] != -1 && state.isClosed(group, watermark())) {
                state.touchedIn[group] = -1;
                closed.add(group);
            }
        });
        if (definition.emitOnClose()) {
            emitAll(closed, 1);
        }
        remove(closed);
    }

    @Override
    public boolean canReplay() {
        return definition.bound() == null && ages == null && !definition.emitOnClose() && !isPaged();
    }

    @Override
    protected void replay() {
        GroupList all = new GroupList();
        for (int group = 0; group < groups.table().limit(); group++) {
            if (groups.table().isUsed(group)) {
                all.add(group);
            }
        }
        emitAll(all, 1);
    }

    @Override
    public boolean isPaged() {
        return state.pages.isActive();
    }

    @Override
    public String memoryOnly() {
        return state.memoryOnly();
    }

    @Override
    protected void writePaged(StateWriter out) {
        out.writeBoolean(started);
        state.pages.write(out);
    }

    @Override
    protected void readPaged(StateReader in) {
        started = in.readBoolean();
        state.readPages(in);
    }

    @Override
    public long stateRows() {
        return groups.table().size();
    }

    @Override
    public long stateBytes() {
        return state.bytes();
    }

    @Override
    protected void writeState(StateWriter out) {
        out.writeBoolean(started);
        state.write(out);
    }

    @Override
    protected void readState(StateReader in) {
        started = in.readBoolean();
        state.read(in);
    }

    @Override
    public void close() {
        old.forEach(rows -> {
            if (rows.rows != null) {
                rows.rows.close();
            }
        });
        old.clear();
        state.close();
    }
}
