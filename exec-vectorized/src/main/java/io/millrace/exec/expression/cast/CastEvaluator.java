package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.StrictEvaluator;
import java.util.List;

/** A cast that computes. */
final class CastEvaluator extends StrictEvaluator {
    private final ColumnCast cast;

    CastEvaluator(SqlType type, Evaluator operand, ColumnCast cast, EvaluationContext context) {
        super(type, List.of(operand), context);
        this.cast = cast;
    }

    @Override
    protected Column compute(Operand[] operands, Rows rows) {
        return cast.apply(operands[0], rows);
    }
}
