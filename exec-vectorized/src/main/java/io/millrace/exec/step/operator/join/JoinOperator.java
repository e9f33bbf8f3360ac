package io.millrace.exec.step.operator.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.PlanNode.Join;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.step.operator.FilterOperator;
import io.millrace.exec.step.operator.OperatorContext;
import io.millrace.exec.step.operator.StepOperator;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.StatePages;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.time.Bound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Joins two arranged sides. A delta batch of one side meets the other side's state and is then part of its own: over a step that sums up to
 * ΔA⋈B + A⋈ΔB + ΔA⋈ΔB, whatever the interleaving.
 *
 * <p>Outer, semi, anti and mark joins rest on a count: every row of a side that is put out without a match (or because of one) knows the summed weight
 * of its matches; when that leaves zero or comes back to it, the row's lone form is taken back or given. A match is an equal key and a true residual;
 * for NOT IN (null-aware anti) it is a key that is not unequal: equal or NULL on either side, in every column.
 */
public final class JoinOperator extends StepOperator {
    /**
     * {@code leftBound} and {@code rightBound}: bounds on one and the same key (column counts among the keys), both or neither. {@code leftTtlMicros} and
     * {@code rightTtlMicros}: after which the rows of a key leave that no row of that side touches; {@link Long#MAX_VALUE}: never.
     */
    public record Definition(Join node, Bound leftBound, Bound rightBound, long leftTtlMicros, long rightTtlMicros) {
        public Definition {
            assert leftBound == null == (rightBound == null);
        }
    }

    private static final int LEFT = 0;

    private final JoinKind kind;
    private final JoinSide[] sides;
    private final Condition residual;
    private final NullAwareMatches nullAware;
    private final boolean pairsOut;
    private final boolean byKey;

    private int[] pairRows = new int[0];
    private int[] pairSlots = new int[0];
    private int pairCount;
    /** Rows meet that have met before: they are not counted again. */
    private boolean replaying;

    public JoinOperator(OperatorContext context, int number, StepOperator left, StepOperator right, Definition definition) {
        super(context, number, List.of(left, right));
        Join node = definition.node;
        this.kind = node.kind();
        boolean leftCounts = kind != JoinKind.INNER && kind != JoinKind.RIGHT;
        boolean rightCounts = kind == JoinKind.RIGHT || kind == JoinKind.FULL;
        boolean notIn = kind == JoinKind.LEFT_ANTI_NULL_AWARE;
        List<SqlType> keyTypes = node.leftKeys().stream().map(node.left().schema()::type).toList();
        this.byKey = !node.leftKeys().isEmpty();
        StatePages pages = memoryOnly() == null ? context.pages() : null;
        this.sides = new JoinSide[] {
                new JoinSide(
                        allocator(), number, 0, pages, node.left().schema(), node.leftKeys(), keyTypes, node.nullSafe(), leftCounts,
                        leftCounts,
                        definition.leftBound, definition.leftTtlMicros),
                new JoinSide(
                        allocator(), number, 1, pages, node.right().schema(), node.rightKeys(), keyTypes, node.nullSafe(), rightCounts,
                        rightCounts || notIn,
                        definition.rightBound, definition.rightTtlMicros)
        };
        this.residual = node.residual() == null ? null : Expressions.condition(node.residual(), context.evaluation());
        this.nullAware = notIn ? new NullAwareMatches(sides) : null;
        this.pairsOut = switch (kind) {
            case INNER, LEFT, RIGHT, FULL -> true;
            case LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK -> false;
            case RIGHT_SEMI, RIGHT_ANTI -> throw new AssertionError("not a continuous join: " + kind);
        };
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            JoinSide own = sides[port];
            JoinSide other = sides[1 - port];
            own.load(batch, context.nowMicros());
            if (nullAware != null) {
                nullAware.note(port);
            }
            match(port, batch);
            if (other.counts) {
                emitFlips(1 - port);
            }
            if (own.counts) {
                emitLone(port, batch);
            }
            own.prune();
        }
    }

    /** Finds the pairs of the batch's rows and the other side's, a chunk at a time. */
    private void match(int port, Batch batch) {
        JoinSide own = sides[port];
        JoinSide other = sides[1 - port];
        int most = context.batchRows();
        if (pairRows.length < most) {
            pairRows = new int[most];
            pairSlots = new int[most];
        }
        pairCount = 0;
        other.loadKeys(own.keyBuffer());
        for (int i = 0; i < own.count; i++) {
            if (own.isUnmatchable(own.keyBuffer().address(i))) {
                continue;
            }
            int key = other.rows.keys().find(own.keyBuffer(), i);
            if (key >= 0) {
                other.meet(key);
                pairKey(port, batch, i, key);
            }
        }
        if (nullAware != null) {
            nullAware.match(port, (row, key) -> pairKey(port, batch, row, key));
        }
        flush(port, batch);
    }

    private void pairKey(int port, Batch batch, int row, int key) {
        JoinSide other = sides[1 - port];
        for (int slot = other.rows.firstRow(key); slot >= 0; slot = other.rows.nextRow(slot)) {
            if (pairCount == context.batchRows()) {
                flush(port, batch);
            }
            pairRows[pairCount] = row;
            pairSlots[pairCount++] = slot;
        }
    }

    private void flush(int port, Batch batch) {
        if (pairCount == 0) {
            return;
        }
        if (residual == null && !pairsOut) {
            countMatches(port, null);
            pairCount = 0;
            return;
        }
        Batch pairs = pairs(port, batch);
        try {
            Selection matched = residual == null ? null : FilterOperator.select(context, this, residual, pairs);
            countMatches(port, matched);
            if (pairsOut) {
                emit(pairs.withSelection(matched));
            }
        } finally {
            pairs.close();
            pairCount = 0;
        }
    }

    /** The pairs as rows: left columns, then right, the product of the weights. */
    private Batch pairs(int port, Batch batch) {
        JoinSide own = sides[port];
        JoinSide other = sides[1 - port];
        int[] positions = new int[pairCount];
        long[] weights = new long[pairCount];
        for (int p = 0; p < pairCount; p++) {
            positions[p] = own.position(pairRows[p]);
            weights[p] = Math.multiplyExact(own.weights[pairRows[p]], other.rows.weight(pairSlots[p]));
        }
        List<Column> ownColumns = new ArrayList<>(own.schema.size());
        for (int c = 0; c < own.schema.size(); c++) {
            ownColumns.add(batch.column(c).gather(allocator(), positions, pairCount));
        }
        List<Column> otherColumns = other.decode(pairSlots, pairCount);
        return new Batch(
                port == LEFT ? concat(ownColumns, otherColumns) : concat(otherColumns, ownColumns),
                pairCount,
                null,
                Deltas.weightColumn(allocator(), weights, pairCount));
    }

    private static List<Column> concat(List<Column> first, List<Column> second) {
        List<Column> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void countMatches(int port, Selection matched) {
        JoinSide own = sides[port];
        JoinSide other = sides[1 - port];
        if (replaying || !own.counts && !other.counts) {
            return;
        }
        int count = matched == null ? pairCount : matched.count();
        for (int k = 0; k < count; k++) {
            int p = matched == null ? k : matched.at(k);
            int row = pairRows[p];
            if (own.counts && own.countFor[own.slots[row]] == row) {
                int slot = own.slots[row];
                own.rows.setMatches(slot, own.rows.matches(slot) + other.rows.weight(pairSlots[p]));
            }
            if (other.counts) {
                other.addMatches(pairSlots[p], own.weights[row]);
            }
        }
    }

    /** Rows in state whose lone form comes or goes because their matches did. */
    private void emitFlips(int port) {
        JoinSide side = sides[port];
        List<Integer> appeared = new ArrayList<>();
        List<Integer> vanished = new ArrayList<>();
        side.drainFlips((slot, matchedNow) -> (matchedNow ? appeared : vanished).add(slot));
        emitFlips(side, port, appeared, true);
        emitFlips(side, port, vanished, false);
    }

    private void emitFlips(JoinSide side, int port, List<Integer> slots, boolean matchedNow) {
        for (int from = 0; from < slots.size(); from += context.batchRows()) {
            int[] chunk = Deltas.toArray(slots.subList(from, Math.min(slots.size(), from + context.batchRows())));
            long[] weights = new long[chunk.length];
            for (int i = 0; i < chunk.length; i++) {
                weights[i] = side.rows.weight(chunk[i]);
            }
            emitForms(port, () -> side.decode(chunk, chunk.length), weights, matchedNow, true);
        }
    }

    /** What the batch's own rows are worth by themselves, now that their matches are known. */
    private void emitLone(int port, Batch batch) {
        JoinSide own = sides[port];
        for (int want = 0; want < 2; want++) {
            boolean matched = want == 1;
            int[] positions = new int[own.count];
            long[] weights = new long[own.count];
            int count = 0;
            for (int i = 0; i < own.count; i++) {
                if (own.rows.matches(own.slots[i]) > 0 == matched) {
                    positions[count] = own.position(i);
                    weights[count++] = own.weights[i];
                }
            }
            if (count > 0) {
                int n = count;
                emitForms(port, () -> gather(batch, own.schema.size(), positions, n), Arrays.copyOf(weights, n), matched, false);
            }
        }
    }

    private List<Column> gather(Batch batch, int width, int[] positions, int count) {
        List<Column> columns = new ArrayList<>(width);
        for (int c = 0; c < width; c++) {
            columns.add(batch.column(c).gather(allocator(), positions, count));
        }
        return columns;
    }

    /** A side's columns, made when they are needed. */
    private interface SideColumns {
        List<Column> make();
    }

    /**
     * Gives out the lone form of rows that are (not) matched; if they have just {@code flipped} to that, the form they had before is taken back.
     */
    private void emitForms(int port, SideColumns columns, long[] weights, boolean matched, boolean flipped) {
        switch (kind) {
            case INNER, RIGHT_SEMI, RIGHT_ANTI -> throw new AssertionError("no lone rows of " + kind);
            case LEFT, RIGHT, FULL -> {
                if (!matched) {
                    emitExtended(port, columns, weights);
                } else if (flipped) {
                    emitExtended(port, columns, negated(weights));
                }
            }
            case LEFT_SEMI -> {
                if (matched) {
                    emitRows(columns.make(), weights);
                } else if (flipped) {
                    emitRows(columns.make(), negated(weights));
                }
            }
            case LEFT_ANTI, LEFT_ANTI_NULL_AWARE -> {
                if (!matched) {
                    emitRows(columns.make(), weights);
                } else if (flipped) {
                    emitRows(columns.make(), negated(weights));
                }
            }
            case LEFT_MARK -> {
                emitMarked(columns, weights, matched);
                if (flipped) {
                    emitMarked(columns, negated(weights), !matched);
                }
            }
        }
    }

    private void emitExtended(int port, SideColumns columns, long[] weights) {
        List<Column> own = columns.make();
        List<Column> nulls = sides[1 - port].nulls(weights.length);
        emitRows(port == LEFT ? concat(own, nulls) : concat(nulls, own), weights);
    }

    private void emitMarked(SideColumns columns, long[] weights, boolean mark) {
        List<Column> own = new ArrayList<>(columns.make());
        own.add(Values.constant(allocator(), SqlType.BOOLEAN, mark, weights.length));
        emitRows(own, weights);
    }

    private void emitRows(List<Column> columns, long[] weights) {
        emit(new Batch(columns, weights.length, null, Deltas.weightColumn(allocator(), weights, weights.length)));
    }

    private static long[] negated(long[] weights) {
        return Arrays.stream(weights).map(w -> -w).toArray();
    }

    @Override
    protected void beginStep() {
        for (int port = 0; port < sides.length; port++) {
            boolean more;
            do {
                more = sides[port].loadDue(context.nowMicros());
                Batch expired = sides[port].expired(context.nowMicros());
                if (expired != null) {
                    accept(port, expired);
                }
            } while (more);
        }
    }

    @Override
    protected void finishStep() {
        for (JoinSide side : sides) {
            side.closeWindows(watermark());
            side.compact();
        }
    }

    @Override
    public boolean canReplay() {
        return nullAware == null && !isPaged() && sides[0].staysForever() && sides[1].staysForever();
    }

    /** The left side's rows meet the right side's once more; which rows have no match is known, since each side that must know counts. */
    @Override
    protected void replay() {
        sides[LEFT].forEachBatch(context.batchRows(), (batch, slots) -> {
            if (pairsOut) {
                sides[LEFT].present(batch, slots);
                replaying = true;
                match(LEFT, batch);
                replaying = false;
            }
            if (sides[LEFT].counts) {
                replayLone(LEFT, slots);
            }
        });
        if (sides[1 - LEFT].counts) {
            sides[1 - LEFT].forEachBatch(context.batchRows(), (batch, slots) -> replayLone(1 - LEFT, slots));
        }
    }

    private void replayLone(int port, int[] slots) {
        JoinSide side = sides[port];
        for (int want = 0; want < 2; want++) {
            boolean matched = want == 1;
            int[] some = Arrays.stream(slots).filter(slot -> side.rows.matches(slot) > 0 == matched).toArray();
            if (some.length > 0) {
                long[] weights = Arrays.stream(some).mapToLong(side.rows::weight).toArray();
                emitForms(port, () -> side.decode(some, some.length), weights, matched, false);
            }
        }
    }

    @Override
    public boolean isPaged() {
        return sides[0].isPaged();
    }

    @Override
    public String memoryOnly() {
        if (kind == JoinKind.LEFT_ANTI_NULL_AWARE) {
            return "NOT IN compares a NULL with every key";
        }
        return byKey ? null : "a join without equal columns keeps a side under one key";
    }

    @Override
    protected void writePaged(StateWriter out) {
        sides[0].writePages(out);
        sides[1].writePages(out);
    }

    @Override
    protected void readPaged(StateReader in) {
        sides[0].readPages(in);
        sides[1].readPages(in);
    }

    @Override
    public long stateRows() {
        return (long) sides[0].rows.rows().size() + sides[1].rows.rows().size();
    }

    @Override
    public long stateBytes() {
        return sides[0].bytes() + sides[1].bytes();
    }

    @Override
    protected void writeState(StateWriter out) {
        sides[0].write(out);
        sides[1].write(out);
    }

    @Override
    protected void readState(StateReader in) {
        sides[0].read(in);
        sides[1].read(in);
        if (nullAware != null) {
            nullAware.noteAll();
        }
    }

    @Override
    public void close() {
        sides[0].close();
        sides[1].close();
        if (residual != null) {
            residual.close();
        }
    }
}
