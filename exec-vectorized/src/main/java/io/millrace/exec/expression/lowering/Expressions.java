package io.millrace.exec.expression.lowering;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;

/** Turns expressions into evaluators and conditions. */
public final class Expressions {
    private Expressions() {}

    /**
     * An evaluator of {@code expr}, for one thread.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED if no evaluator takes the expression's types
     */
    public static Evaluator evaluator(Expr expr, EvaluationContext context) {
        return switch (expr) {
            case Expr.ColumnRef column -> (input, selection) -> input.column(column.index()).retain();
            case Expr.Literal literal -> new LiteralEvaluator(literal, context);
            case Expr.Parameter parameter -> throw new AssertionError("parameter " + parameter.index() + " was not replaced by its value");
            case Expr.Call call -> call(call, context);
            case Expr.Cast cast -> throw unsupported(cast);
            case Expr.Case branches -> throw unsupported(branches);
            case Expr.In in -> throw unsupported(in);
            case Expr.FieldAccess field -> throw unsupported(field);
        };
    }

    private static Evaluator call(Expr.Call call, EvaluationContext context) {
        CallLowering lowering = CallLowerings.of(call.function());
        if (lowering == null) {
            throw unsupported(call);
        }
        return lowering.lower(call, call.arguments().stream().map(argument -> evaluator(argument, context)).toList(), context);
    }

    /** A condition that decides a BOOLEAN {@code expr}, for one thread. */
    public static Condition condition(Expr expr, EvaluationContext context) {
        Evaluator evaluator = evaluator(expr, context);
        return new Condition() {
            @Override
            public Selection select(Batch input, Selection selection) {
                try (Column column = evaluator.evaluate(input, selection)) {
                    return whereTrue(column, selection);
                }
            }

            @Override
            public void close() {
                evaluator.close();
            }
        };
    }

    private static Selection whereTrue(Column column, Selection selection) {
        int rows = selection == null ? column.length() : selection.count();
        int[] positions = new int[rows];
        int count = 0;
        for (int k = 0; k < rows; k++) {
            int i = selection == null ? k : selection.at(k);
            if (!column.isNull(i) && isTrue(column, i)) {
                positions[count++] = i;
            }
        }
        return count == rows ? selection : new Selection(positions, count);
    }

    private static boolean isTrue(Column column, int i) {
        return switch (column) {
            case FixedColumn fixed -> fixed.booleanAt(i);
            case ConstantColumn constant -> isTrue(constant.value(), 0);
            case DictionaryColumn dictionary -> isTrue(dictionary.dictionary(), dictionary.codeAt(i));
            default -> throw new AssertionError(column.type());
        };
    }

    private static MillraceException unsupported(Expr expr) {
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "no evaluator for " + expr);
    }
}
