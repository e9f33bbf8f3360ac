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
        int length = input.physicalRows();
        Selection undecided = selection;
        int accepted = 0;
        byte[] marks = null;
        for (Condition condition : conditions) {
            if (RowSets.count(undecided, length) == 0) {
                break;
            }
            Selection more = condition.select(input, undecided);
            if (more == undecided) {
                // None is left over, so all rows are accepted by one condition or another.
                return selection;
            }
            if (more.count() > 0) {
                marks = marks == null ? new byte[length] : marks;
                for (int k = 0; k < more.count(); k++) {
                    marks[more.at(k)] = 1;
                }
                accepted += more.count();
                undecided = RowSets.without(undecided, more, length);
            }
        }
        int rows = RowSets.count(selection, length);
        return accepted == rows ? selection : marks == null ? RowSets.NONE : marked(marks, selection, rows, accepted);
    }

    private static Selection marked(byte[] marks, Selection selection, int rows, int accepted) {
        int[] positions = new int[accepted + 1];
        int n = 0;
        for (int k = 0; k < rows; k++) {
            int i = selection == null ? k : selection.at(k);
            positions[n] = i;
            n += marks[i];
        }
        return new Selection(positions, n);
    }

    @Override
    public void close() {
        conditions.forEach(Condition::close);
    }
}
