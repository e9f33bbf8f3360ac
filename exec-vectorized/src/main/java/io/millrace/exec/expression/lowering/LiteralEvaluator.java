package io.millrace.exec.expression.lowering;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.Expr;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;

/** A constant, laid out once, when first asked for: what depends on it can know it again by its address. */
final class LiteralEvaluator implements Evaluator {
    private final Expr.Literal literal;
    private final EvaluationContext context;
    private Column value;

    LiteralEvaluator(Expr.Literal literal, EvaluationContext context) {
        this.literal = literal;
        this.context = context;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        if (value == null) {
            value = Values.single(context.allocator(), literal.type(), literal.value());
        }
        return new ConstantColumn(value.retain(), input.physicalRows());
    }

    @Override
    public void close() {
        if (value != null) {
            value.close();
            value = null;
        }
    }
}
