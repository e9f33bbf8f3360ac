package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Operator;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Probes a {@link JoinTable}. A batch is hashed and looked up as a whole. Where each row has at most one partner, or only whether it has one matters,
 * the answer is one batch that shares the probe's columns; else pairs are made {@code batchRows} at a time ({@link Candidates}), the residual decides
 * which of them count, and what has become of each probe row is known when its pairs are through.
 */
final class JoinOperator implements Operator {
    /** Below this share of surviving rows, they are copied rather than selected. */
    private static final double COPY_BELOW = 0.5;

    private final JoinDefinition definition;
    private final JoinTable table;
    private final LaneContext lane;
    private final BufferAllocator allocator;
    private final JoinOutput output;
    private final KeyReader reader;
    private final Condition residual;
    private final Candidates candidates;

    private Batch probe;
    private Column[] keys;
    private Batch result;
    private int[] heads = new int[0];
    private boolean[] matched = new boolean[0];
    /** Whether the probe's rows meet other build rows later: what comes out of them alone does not come out here. */
    private boolean passing;

    JoinOperator(JoinDefinition definition, JoinTable table, LaneContext lane) {
        this.definition = definition;
        this.table = table;
        this.lane = lane;
        this.allocator = lane.execution().allocator();
        this.output = new JoinOutput(definition, allocator);
        this.reader = table.reader();
        this.keys = new Column[definition.keyTypes().size()];
        this.residual = definition.residual() == null ? null : Expressions.condition(definition.residual(), lane.evaluation());
        this.candidates = new Candidates(definition, table, lane.batchRows());
    }

    @Override
    public boolean satisfied() {
        return switch (definition.kind()) {
            case INNER, LEFT_SEMI, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> table.rows() == 0;
            case LEFT, FULL, LEFT_ANTI, LEFT_MARK -> false;
            case LEFT_ANTI_NULL_AWARE -> rejectsAll();
        };
    }

    /** NOT IN a list with a NULL is never true. */
    private boolean rejectsAll() {
        return residual == null && keys.length == 1 && table.anyNullKey();
    }

    @Override
    public void accept(Batch batch) {
        int count = batch.rows();
        if (matched.length < count) {
            matched = new boolean[count];
        }
        Arrays.fill(matched, 0, count, false);
        passing = false;
        start(batch);
    }

    /**
     * As {@link #accept(Batch)}, of rows that meet several tables: {@code alreadyMatched} says which had a partner before, and is updated. Only pairs come
     * out; the rest comes out of {@link #release}.
     */
    void accept(Batch batch, boolean[] alreadyMatched) {
        matched = alreadyMatched;
        passing = true;
        start(batch);
    }

    /** Takes over rows that have met all tables: what comes out of them alone is what {@link #next} gives. */
    void release(Batch batch, boolean[] everMatched) {
        probe = batch;
        matched = everMatched;
        result = probeRows();
        closeProbe();
    }

    private void start(Batch batch) {
        probe = batch;
        int count = batch.rows();
        if (heads.length < count) {
            heads = new int[count];
        }
        int[] positions = batch.selection() == null ? null : batch.selection().positions();
        if (definition.hasKeys()) {
            for (int k = 0; k < keys.length; k++) {
                keys[k] = batch.column(definition.node().leftKeys().get(k));
            }
            reader.read(keys, positions, count);
            table.lookup(reader, keys, positions, count, heads);
        } else {
            Arrays.fill(heads, 0, count, -1);
        }
        boolean lists = !definition.hasKeys() || definition.nullAware() && (residual != null || keys.length > 1);
        if (residual != null || lists) {
            startPairs();
        } else if (definition.emitsRightAlone()) {
            mark(count);
            closeProbe();
        } else if (!definition.emitsPairs()) {
            for (int i = 0; i < count; i++) {
                matched[i] |= heads[i] >= 0;
            }
            if (definition.nullAware()) {
                rejectNulls(count);
            }
            endProbe();
        } else if (table.duplicates() || passing) {
            startPairs();
        } else {
            result = single(count);
            closeProbe();
        }
    }

    private void startPairs() {
        candidates.start(probe, reader, heads, matched, keys);
    }

    /** All rows of the lists that have been met; a list whose first row is marked has been met before. */
    private void mark(int count) {
        for (int i = 0; i < count; i++) {
            int head = heads[i];
            if (head >= 0 && !table.matched(head)) {
                for (int row = head; row >= 0; row = table.after(row)) {
                    table.match(row);
                }
            }
        }
    }

    private void rejectNulls(int count) {
        for (int i = 0; i < count; i++) {
            matched[i] |= rejectsAll() || table.rows() > 0 && reader.anyNull && reader.nulls[i];
        }
    }

    /** Every probe row has at most one partner and nothing more is asked. */
    private Batch single(int count) {
        Selection selection = probe.selection();
        int partners = partners(heads, count);
        if (definition.keepsRight()) {
            match(table, heads, count);
        }
        boolean all = definition.keepsLeft() || partners == count;
        if (all && selection == null) {
            return output.beside(probe, null, table, heads);
        }
        int kept = all ? count : partners;
        if (kept == 0) {
            return null;
        }
        int[] positions = new int[kept];
        int[] rows = new int[kept];
        keep(heads, selection == null ? null : selection.positions(), count, all, positions, rows);
        if (kept < probe.physicalRows() * COPY_BELOW) {
            return output.pairs(probe, positions, table, rows, kept);
        }
        int[] atPosition = new int[probe.physicalRows()];
        if (table.rows() == 0) {
            Arrays.fill(atPosition, -1);
        }
        spread(positions, rows, kept, atPosition);
        return output.beside(probe, new Selection(positions, kept), table, atPosition);
    }

    // Loops stand alone, so that each is compiled by itself and not with all that is done once a batch

    private static int partners(int[] heads, int count) {
        int partners = 0;
        for (int i = 0; i < count; i++) {
            partners += heads[i] >>> 31 ^ 1;
        }
        return partners;
    }

    private static void match(JoinTable table, int[] heads, int count) {
        for (int i = 0; i < count; i++) {
            if (heads[i] >= 0) {
                table.match(heads[i]);
            }
        }
    }

    private static void keep(int[] heads, int[] from, int count, boolean all, int[] positions, int[] rows) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (all || heads[i] >= 0) {
                positions[n] = from == null ? i : from[i];
                rows[n++] = heads[i];
            }
        }
    }

    private static void spread(int[] positions, int[] rows, int count, int[] atPosition) {
        for (int i = 0; i < count; i++) {
            atPosition[positions[i]] = rows[i];
        }
    }

    /** What comes out of the probe's rows alone, once it is known which have matched; null if nothing does. */
    private Batch probeRows() {
        return switch (definition.kind()) {
            case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> null;
            case LEFT, FULL -> {
                Selection rest = where(false);
                yield rest != null && rest.count() == 0 ? null : output.unmatchedLeft(probe, rest);
            }
            case LEFT_SEMI -> selected(where(true));
            case LEFT_ANTI, LEFT_ANTI_NULL_AWARE -> selected(where(false));
            case LEFT_MARK -> output.marked(probe, matched);
        };
    }

    private Batch selected(Selection selection) {
        return selection != null && selection.count() == 0 ? null : probe.withSelection(selection);
    }

    private Selection where(boolean wanted) {
        int count = probe.rows();
        int[] positions = new int[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (matched[i] == wanted) {
                positions[n++] = probe.selection() == null ? i : probe.selection().at(i);
            }
        }
        return n == count ? probe.selection() : new Selection(positions, n);
    }

    @Override
    public Batch next() {
        while (result == null && probe != null) {
            step();
        }
        Batch next = result;
        result = null;
        return next;
    }

    private void step() {
        lane.cancellation().check();
        int count = candidates.fill();
        if (count == 0) {
            endProbe();
            return;
        }
        if (residual != null) {
            try (Batch input = output.residualInput(probe, candidates.positions(), table, candidates.rows(), count)) {
                count = candidates.keep(residual.select(input, null), count);
            }
        }
        for (int i = 0; i < count; i++) {
            matched[candidates.indexes()[i]] = true;
        }
        if (definition.keepsRight()) {
            for (int i = 0; i < count; i++) {
                table.match(candidates.rows()[i]);
            }
        }
        if (count > 0 && definition.emitsPairs()) {
            result = output.pairs(probe, candidates.positions(), table, candidates.rows(), count);
        }
    }

    private void endProbe() {
        result = passing ? null : probeRows();
        closeProbe();
    }

    private void closeProbe() {
        probe.close();
        probe = null;
    }

    @Override
    public void close() {
        if (probe != null) {
            closeProbe();
        }
        if (result != null) {
            result.close();
            result = null;
        }
        if (residual != null) {
            residual.close();
        }
    }
}
