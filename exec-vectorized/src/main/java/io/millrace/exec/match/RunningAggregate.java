package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.MatchValue;
import io.millrace.exec.aggregate.NumberedAggregate;
import io.millrace.exec.expression.EvaluationContext;
import java.util.Arrays;

/**
 * An aggregate of the rows that a {@link MatchPath} maps so far. It goes on from what it has added as long as the path only grew or came back to the same
 * rows, and begins anew otherwise.
 */
final class RunningAggregate implements AutoCloseable {
    private final int set;
    private final MatchPath.Reader reader;
    private final ArgumentColumns arguments;
    private final NumberedAggregate aggregate;
    private int[] added = new int[16];
    private int addedCount;
    private PartitionedRows rows;
    /** Of all rows; null if one of them cannot be computed, so that each is computed when it is added. */
    private Batch columns;
    private boolean tried;
    private int[] positions = new int[16];

    RunningAggregate(MatchValue.Aggregated value, int set, MatchPath path, EvaluationContext evaluation) {
        this.reader = path.reader(set);
        this.set = set;
        this.arguments = new ArgumentColumns(value, evaluation);
        try {
            this.aggregate = new NumberedAggregate(value.call(), ArgumentColumns.schema(value), evaluation.allocator());
        } catch (Throwable t) {
            arguments.close();
            throw t;
        }
    }

    void begin(PartitionedRows newRows) {
        forget();
        rows = newRows;
        tried = false;
    }

    private void forget() {
        if (columns != null) {
            columns.close();
            columns = null;
        }
        aggregate.clear();
        addedCount = 0;
    }

    /** One value, owned by the caller. */
    Column result(MatchPath path) {
        int count = path.count(set);
        int stable = Math.min(addedCount, reader.takeLeast());
        boolean same = count >= addedCount;
        for (int i = stable; same && i < addedCount; i++) {
            same = added[i] == path.row(set, i);
        }
        if (!same) {
            aggregate.clear();
            addedCount = 0;
        }
        add(path, count);
        return aggregate.results(0, 1);
    }

    private void add(MatchPath path, int count) {
        int fresh = count - addedCount;
        if (added.length < count) {
            added = Arrays.copyOf(added, Math.max(count, 2 * added.length));
        }
        if (positions.length < fresh) {
            positions = new int[Math.max(fresh, 2 * positions.length)];
        }
        for (int i = 0; i < fresh; i++) {
            positions[i] = path.row(set, addedCount + i);
            added[addedCount + i] = positions[i];
        }
        int[] groups = new int[Math.max(fresh, 1)];
        prepare();
        if (columns != null) {
            aggregate.add(columns, positions, fresh, groups, 1);
        }
        for (int i = 0; columns == null && i < Math.max(fresh, 1); i++) {
            // Also of no row, so that there is a group
            int rowCount = Math.min(fresh, 1);
            try (Batch row = arguments.evaluate(rows.batch(), new Selection(new int[] {positions[i]}, rowCount))) {
                aggregate.add(row, new int[] {positions[i]}, rowCount, groups, 1);
            }
        }
        addedCount = count;
    }

    private void prepare() {
        if (tried) {
            return;
        }
        tried = true;
        try {
            columns = arguments.evaluate(rows.batch(), null);
        } catch (MillraceException e) {
            if (e.code().category() != ErrorCode.Category.USER) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        forget();
        arguments.close();
        aggregate.close();
    }
}
