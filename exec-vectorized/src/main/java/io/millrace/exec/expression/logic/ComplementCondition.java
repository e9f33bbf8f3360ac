package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.exec.expression.Condition;

/** The rows that another condition does not accept: IS NOT TRUE, which NULL passes. */
public final class ComplementCondition implements Condition {
    private final Condition condition;

    /** Owns the condition. */
    public ComplementCondition(Condition condition) {
        this.condition = condition;
    }

    @Override
    public Selection select(Batch input, Selection selection) {
        Selection accepted = condition.select(input, selection);
        return RowSets.without(selection, accepted, input.physicalRows());
    }

    @Override
    public void close() {
        condition.close();
    }
}
