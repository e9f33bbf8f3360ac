package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import io.millrace.exec.expression.support.RowMerge;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;
import java.util.List;

/** COALESCE: an argument is evaluated only at rows at which all before are NULL. */
final class CoalesceEvaluator implements Evaluator {
    private final SqlType type;
    private final List<Evaluator> arguments;
    private final EvaluationContext context;

    CoalesceEvaluator(SqlType type, List<Evaluator> arguments, EvaluationContext context) {
        this.type = type;
        this.arguments = arguments;
        this.context = context;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        int length = input.physicalRows();
        Selection open = selection;
        try (RowMerge merge = new RowMerge(context.allocator(), type, length)) {
            for (Evaluator argument : arguments) {
                if (RowSets.count(open, length) == 0) {
                    break;
                }
                Column column = argument.evaluate(input, open);
                Rows rows = Rows.of(length, open);
                Rows given = Validity.isNullConstant(column)
                        ? Rows.of(length, RowSets.NONE)
                        : rows.where(Validity.address(Validity.of(column)));
                merge.add(column, given);
                open = given == rows ? RowSets.NONE : RowSets.without(open, given.selection(), length);
            }
            if (RowSets.count(open, length) > 0) {
                merge.add(Validity.nulls(context.allocator(), type, length), Rows.of(length, open));
            }
            return merge.build();
        }
    }

    @Override
    public void close() {
        Arguments.closeEvaluators(arguments);
    }
}
