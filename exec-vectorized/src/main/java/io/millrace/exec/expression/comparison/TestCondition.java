package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Rows;

/** Selects the rows whose value passes a test. */
public final class TestCondition implements Condition {
    private final Evaluator operand;
    private final TestSelection test;

    /** Owns {@code operand}. */
    public TestCondition(Evaluator operand, ValueTest test) {
        this.operand = operand;
        this.test = new TestSelection(test);
    }

    @Override
    public Selection select(Batch input, Selection selection) {
        Rows rows = Rows.of(input.physicalRows(), selection);
        try (Column column = operand.evaluate(input, selection)) {
            int[] out = new int[rows.count()];
            int count = test.select(column, rows, out);
            return count == rows.count() ? selection : new Selection(out, count);
        }
    }

    @Override
    public void close() {
        test.close();
        operand.close();
    }
}
