package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.exec.expression.Condition;
import java.util.List;

/** AND: each condition narrows what the ones before have left. */
public final class AllCondition implements Condition {
    private final List<Condition> conditions;

    /** Owns the conditions. */
    public AllCondition(List<Condition> conditions) {
        this.conditions = conditions;
    }

    @Override
    public Selection select(Batch input, Selection selection) {
        Selection left = selection;
        for (Condition condition : conditions) {
            if (RowSets.count(left, input.physicalRows()) == 0) {
                return left;
            }
            left = condition.select(input, left);
        }
        return left;
    }

    @Override
    public void close() {
        conditions.forEach(Condition::close);
    }
}
