package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;
import io.millrace.exec.kernel.Comparison;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/** NULLIF: the first value, NULL where it equals the second. */
final class NullIfEvaluator implements Evaluator {
    private final List<Evaluator> arguments;
    private final Comparison comparison;
    private final EvaluationContext context;

    NullIfEvaluator(SqlType type, List<Evaluator> arguments, EvaluationContext context) {
        this.arguments = arguments;
        this.comparison = Comparison.of(type);
        this.context = context;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        List<Column> columns = Arguments.evaluate(arguments, input, selection);
        ArrowBuf kept = null;
        try {
            Column left = columns.get(0);
            Column right = columns.get(1);
            Rows rows = Rows.of(input.physicalRows(), selection);
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                if (comparison.equalAndNotNull(left, i, right, i)) {
                    if (kept == null) {
                        kept = Buffers.allocateOnes(context.allocator(), rows.length());
                    }
                    Memory.clearBit(kept.memoryAddress(), i);
                }
            }
            return Validity.restrict(context.allocator(), left.retain(), kept);
        } finally {
            Arguments.close(columns);
            if (kept != null) {
                kept.close();
            }
        }
    }

    @Override
    public void close() {
        Arguments.closeEvaluators(arguments);
    }
}
