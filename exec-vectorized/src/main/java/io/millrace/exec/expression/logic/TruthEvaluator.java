package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;

/** NOT and the predicates IS [NOT] NULL, TRUE, FALSE: a table of three results, by whether the argument is false, true or NULL. */
final class TruthEvaluator implements Evaluator {
    private final Evaluator operand;
    private final boolean ofFalse;
    private final boolean ofTrue;
    /** Null for NULL. */
    private final Boolean ofNull;
    private final EvaluationContext context;

    private TruthEvaluator(Evaluator operand, boolean ofFalse, boolean ofTrue, Boolean ofNull, EvaluationContext context) {
        this.operand = operand;
        this.ofFalse = ofFalse;
        this.ofTrue = ofTrue;
        this.ofNull = ofNull;
        this.context = context;
    }

    static TruthEvaluator of(Function function, Evaluator operand, EvaluationContext context) {
        return switch (function) {
            case NOT -> new TruthEvaluator(operand, true, false, null, context);
            case IS_NULL -> new TruthEvaluator(operand, false, false, true, context);
            case IS_NOT_NULL -> new TruthEvaluator(operand, true, true, false, context);
            case IS_TRUE -> new TruthEvaluator(operand, false, true, false, context);
            case IS_NOT_TRUE -> new TruthEvaluator(operand, true, false, true, context);
            case IS_FALSE -> new TruthEvaluator(operand, true, false, false, context);
            case IS_NOT_FALSE -> new TruthEvaluator(operand, false, true, true, context);
            default -> throw new AssertionError(function);
        };
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        Rows rows = Rows.of(input.physicalRows(), selection);
        try (Column column = operand.evaluate(input, selection);
                FixedResult result = new FixedResult(context.allocator(), SqlType.BOOLEAN, rows.length())) {
            Operand values = new Operand(column);
            // IS [NOT] NULL takes any type and does not look at the value.
            boolean looks = ofFalse != ofTrue;
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                if (!values.isNull(i)) {
                    if (looks && values.booleanAt(i) ? ofTrue : ofFalse) {
                        Memory.setBit(result.data, i);
                    }
                } else if (ofNull == null) {
                    result.setNull(i);
                } else if (ofNull) {
                    Memory.setBit(result.data, i);
                }
            }
            return result.build();
        }
    }

    @Override
    public void close() {
        operand.close();
    }
}
