package io.millrace.exec.expression.row;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A {@link RowFunction} that looks at NULLs itself. Computed once where all arguments are constant, unless each row must have its own value. */
final class LenientRowEvaluator implements Evaluator {
    private final SqlType type;
    private final List<Evaluator> arguments;
    private final BufferAllocator allocator;
    private final RowFunction function;
    private final boolean everyRow;

    LenientRowEvaluator(
            SqlType type, List<Evaluator> arguments, EvaluationContext context, RowFunction function, boolean everyRow) {
        this.type = type;
        this.arguments = arguments;
        this.allocator = context.allocator();
        this.function = function;
        this.everyRow = everyRow;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        List<Column> columns = Arguments.evaluate(arguments, input, selection);
        try {
            Rows rows = Rows.of(input.physicalRows(), selection);
            if (rows.count() == 0) {
                return Values.constant(allocator, type, null, rows.length());
            }
            Operand[] operands = columns.stream().map(Operand::new).toArray(Operand[]::new);
            if (!everyRow && columns.stream().allMatch(ConstantColumn.class::isInstance)) {
                return new ConstantColumn(compute(operands, Rows.all(1)), rows.length());
            }
            return compute(operands, rows);
        } finally {
            Arguments.close(columns);
        }
    }

    private Column compute(Operand[] operands, Rows rows) {
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

    @Override
    public void close() {
        Arguments.closeEvaluators(arguments);
    }
}
