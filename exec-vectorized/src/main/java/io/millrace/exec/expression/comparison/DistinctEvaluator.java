package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.Comparison;
import java.util.List;

/** IS [NOT] DISTINCT FROM: NULL is a value like others here, so the result is never NULL. */
final class DistinctEvaluator implements Evaluator {
    private final List<Evaluator> sides;
    private final Comparison comparison;
    private final boolean wanted;
    private final EvaluationContext context;

    /** {@code wanted}: true for IS DISTINCT FROM. */
    DistinctEvaluator(SqlType type, boolean wanted, List<Evaluator> sides, EvaluationContext context) {
        this.sides = sides;
        this.comparison = Comparison.of(type);
        this.wanted = wanted;
        this.context = context;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        List<Column> columns = Arguments.evaluate(sides, input, selection);
        try (FixedResult result = new FixedResult(context.allocator(), SqlType.BOOLEAN, input.physicalRows())) {
            Column left = columns.get(0);
            Column right = columns.get(1);
            Rows rows = Rows.of(input.physicalRows(), selection);
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                if (comparison.equal(left, i, right, i) != wanted) {
                    Memory.setBit(result.data, i);
                }
            }
            return result.build();
        } finally {
            Arguments.close(columns);
        }
    }

    @Override
    public void close() {
        Arguments.closeEvaluators(sides);
    }
}
