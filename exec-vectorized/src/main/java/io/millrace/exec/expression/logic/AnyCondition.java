package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.exec.expression.Condition;
import java.util.List;

/** OR: each condition is asked only about rows that none before has accepted. */
public final class AnyCondition implements Condition {
    private final List<Condition> conditions;

    /** Owns the conditions. */
    public AnyCondition(List<Condition> conditions) {
        this.conditions = conditions;
    }

    @Override
    public Selection select(Batch input, Selection selection) {
        Selection undecided = selection;
        Selection accepted = RowSets.NONE;
        int length = input.physicalRows();
        for (Condition condition : conditions) {
            if (RowSets.count(undecided, length) == 0) {
                break;
            }
            Selection more = condition.select(input, undecided);
            if (more == undecided) {
                return undecided == selection ? selection : all(RowSets.union(accepted, more), selection, length);
            }
            accepted = RowSets.union(accepted, more);
            undecided = RowSets.without(undecided, more, length);
        }
        return all(accepted, selection, length);
    }

    private static Selection all(Selection accepted, Selection selection, int length) {
        return accepted.count() == RowSets.count(selection, length) ? selection : accepted;
    }

    @Override
    public void close() {
        conditions.forEach(Condition::close);
    }
}
