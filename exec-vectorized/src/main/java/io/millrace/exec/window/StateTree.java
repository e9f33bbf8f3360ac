package io.millrace.exec.window;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.exec.aggregate.NumberedAggregate;
import io.millrace.exec.pipeline.Cancellation;
import java.util.ArrayList;
import java.util.List;

/**
 * Intermediate states of an aggregate over blocks of rows, blocks of blocks and so on (a segment tree, as in V. Leis et al., "Efficient Processing of
 * Window Functions in Analytical SQL Queries", 2015): any range of rows is a few rows and a few states of each level.
 */
final class StateTree implements AutoCloseable {
    private static final int FAN_OUT = 4;

    /** By level, the states' columns; level 0 are states of {@link #FAN_OUT} rows. */
    private final List<List<Column>> levels = new ArrayList<>();
    private final List<Contributions> covered = new ArrayList<>();

    /** Builds with {@code aggregate}, whose groups are lost. */
    StateTree(Batch rows, NumberedAggregate aggregate, Cancellation cancellation) {
        int size = rows.physicalRows();
        try {
            for (int below = size; below > FAN_OUT;) {
                cancellation.check();
                int nodes = (below + FAN_OUT - 1) / FAN_OUT;
                int[] positions = new int[below];
                int[] groups = new int[below];
                for (int i = 0; i < below; i++) {
                    positions[i] = i;
                    groups[i] = i / FAN_OUT;
                }
                aggregate.clear();
                if (levels.isEmpty()) {
                    aggregate.add(rows, positions, below, groups, nodes);
                } else {
                    aggregate.addPartials(levels.getLast(), positions, below, groups, nodes);
                }
                levels.add(aggregate.partials(0, nodes));
                covered.add(new Contributions());
                below = nodes;
            }
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    /** Notes what rows {@code from .. to} are made of: rows into {@code rows}, states here. */
    void cover(int from, int to, int group, Contributions rows) {
        int start = from;
        int end = to;
        Contributions target = rows;
        for (int level = 0; start < end; level++) {
            if (level == levels.size()) {
                target.addAll(start, end, group);
                return;
            }
            while (start < end && start % FAN_OUT != 0) {
                target.add(start++, group);
            }
            while (start < end && end % FAN_OUT != 0) {
                target.add(--end, group);
            }
            start /= FAN_OUT;
            end /= FAN_OUT;
            target = covered.get(level);
        }
    }

    /** Adds what was noted, and forgets it. */
    void addCovered(NumberedAggregate aggregate, int groups) {
        for (int level = 0; level < levels.size(); level++) {
            Contributions states = covered.get(level);
            if (states.count() > 0) {
                aggregate.addPartials(levels.get(level), states.positions(), states.count(), states.groups(), groups);
            }
            states.clear();
        }
    }

    @Override
    public void close() {
        levels.forEach(columns -> columns.forEach(Column::close));
        levels.clear();
    }
}
