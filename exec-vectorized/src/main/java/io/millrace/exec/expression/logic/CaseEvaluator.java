package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.RowMerge;
import io.millrace.exec.expression.support.Rows;
import java.util.List;

/** Searched CASE: a branch's condition is asked only about rows that no earlier one took, its value computed only for its rows. */
public final class CaseEvaluator implements Evaluator {
    /** WHEN condition THEN value; owned by the evaluator. */
    public record Branch(Condition condition, Evaluator value) {}

    private final SqlType type;
    private final List<Branch> branches;
    private final Evaluator otherwise;
    private final EvaluationContext context;

    public CaseEvaluator(SqlType type, List<Branch> branches, Evaluator otherwise, EvaluationContext context) {
        this.type = type;
        this.branches = branches;
        this.otherwise = otherwise;
        this.context = context;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        int length = input.physicalRows();
        Selection open = selection;
        try (RowMerge merge = new RowMerge(context.allocator(), type, length)) {
            for (Branch branch : branches) {
                if (RowSets.count(open, length) == 0) {
                    break;
                }
                Selection taken = branch.condition.select(input, open);
                if (RowSets.count(taken, length) > 0) {
                    merge.add(branch.value.evaluate(input, taken), Rows.of(length, taken));
                    open = RowSets.without(open, taken, length);
                }
            }
            if (RowSets.count(open, length) > 0) {
                merge.add(otherwise.evaluate(input, open), Rows.of(length, open));
            }
            return merge.build();
        }
    }

    @Override
    public void close() {
        branches.forEach(branch -> {
            branch.condition.close();
            branch.value.close();
        });
        otherwise.close();
    }
}
