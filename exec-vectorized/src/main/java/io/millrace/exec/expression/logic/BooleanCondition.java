package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;

/** The rows at which a BOOLEAN value is as wanted, for expressions that have no condition of their own. */
public final class BooleanCondition implements Condition {
    private final Evaluator evaluator;
    private final boolean wanted;

    /** Owns {@code evaluator}. */
    public BooleanCondition(Evaluator evaluator, boolean wanted) {
        this.evaluator = evaluator;
        this.wanted = wanted;
    }

    @Override
    public Selection select(Batch input, Selection selection) {
        Rows rows = Rows.of(input.physicalRows(), selection);
        try (Column column = evaluator.evaluate(input, selection)) {
            Operand operand = new Operand(column);
            if (operand.isConstant()) {
                boolean all = !operand.alwaysNull() && operand.booleanAt(0) == wanted || rows.count() == 0;
                return all ? selection : RowSets.NONE;
            }
            Rows valid = rows.where(operand.validity);
            int[] out = new int[valid.count()];
            int n = 0;
            for (int k = 0; k < valid.count(); k++) {
                int i = valid.at(k);
                out[n] = i;
                n += operand.booleanAt(i) == wanted ? 1 : 0;
            }
            return n == rows.count() ? selection : new Selection(out, n);
        }
    }

    @Override
    public void close() {
        evaluator.close();
    }
}
