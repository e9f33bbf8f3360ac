package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;

/** IS NULL or IS NOT NULL of a value, by its validity alone. */
public final class NullCondition implements Condition {
    private final Evaluator operand;
    private final boolean nulls;

    /** Owns {@code operand}; {@code nulls}: true for IS NULL. */
    public NullCondition(Evaluator operand, boolean nulls) {
        this.operand = operand;
        this.nulls = nulls;
    }

    @Override
    public Selection select(Batch input, Selection selection) {
        Rows rows = Rows.of(input.physicalRows(), selection);
        try (Column column = operand.evaluate(input, selection)) {
            boolean always = Validity.isNullConstant(column);
            long validity = Validity.address(Validity.of(column));
            if (always || validity == 0) {
                return always == nulls || rows.count() == 0 ? selection : RowSets.NONE;
            }
            Rows valid = rows.where(validity);
            if (!nulls) {
                return valid.count() == rows.count() ? selection : valid.selection();
            }
            return valid.count() == rows.count()
                    ? rows.count() == 0 ? selection : RowSets.NONE
                    : valid.count() == 0 ? selection : RowSets.without(selection, valid.selection(), rows.length());
        }
    }

    @Override
    public void close() {
        operand.close();
    }
}
