package io.millrace.exec.expression.row;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.util.List;

/** A {@link RowFunction} that never sees a NULL. */
final class StrictRowEvaluator extends StrictEvaluator {
    private final RowFunction function;

    StrictRowEvaluator(SqlType type, List<Evaluator> arguments, EvaluationContext context, RowFunction function) {
        super(type, arguments, context);
        this.function = function;
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        try (ColumnBuilder result = new ColumnBuilder(allocator, type, rows.length())) {
            for (int k = 0; k < rows.count(); k++) {
                int row = rows.at(k);
                while (result.length() < row) {
                    RowFunction.skip(result);
                }
                function.apply(operands, row, result);
                assert result.length() == row + 1;
            }
            while (result.length() < rows.length()) {
                RowFunction.skip(result);
            }
            return result.buildAndClose();
        }
    }
}
