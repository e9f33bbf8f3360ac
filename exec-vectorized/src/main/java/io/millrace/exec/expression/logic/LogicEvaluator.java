package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import java.util.List;

/**
 * AND and OR as values. An argument that is false (AND) or true (OR) decides a row; later arguments are evaluated only at undecided rows. A row that
 * stays undecided is NULL if any argument was.
 */
final class LogicEvaluator implements Evaluator {
    private final List<Evaluator> arguments;
    /** What decides: false for AND, true for OR. */
    private final boolean deciding;
    private final EvaluationContext context;

    LogicEvaluator(List<Evaluator> arguments, boolean deciding, EvaluationContext context) {
        this.arguments = arguments;
        this.deciding = deciding;
        this.context = context;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        Rows undecided = Rows.of(input.physicalRows(), selection);
        try (FixedResult result = new FixedResult(context.allocator(), SqlType.BOOLEAN, undecided.length())) {
            if (!deciding) {
                Memory.fill(result.data, Memory.bitmapBytes(undecided.length()), (byte) -1);
            }
            for (Evaluator argument : arguments) {
                if (undecided.count() == 0) {
                    break;
                }
                try (Column column = argument.evaluate(input, undecided.selection())) {
                    undecided = decide(new Operand(column), undecided, result);
                }
            }
            return result.build();
        }
    }

    private Rows decide(Operand operand, Rows rows, FixedResult result) {
        int[] rest = new int[rows.count()];
        int n = 0;
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            if (operand.isNull(i)) {
                result.setNull(i);
                rest[n++] = i;
            } else if (operand.booleanAt(i) == deciding) {
                result.setNotNull(i);
                Memory.putBit(result.data, i, deciding);
            } else {
                rest[n++] = i;
            }
        }
        return n == rows.count() ? rows : new Rows(rows.length(), rest, n);
    }

    @Override
    public void close() {
        Arguments.closeEvaluators(arguments);
    }
}
