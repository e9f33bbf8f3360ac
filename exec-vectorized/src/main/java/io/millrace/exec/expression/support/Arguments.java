package io.millrace.exec.expression.support;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.exec.expression.Evaluator;
import java.util.ArrayList;
import java.util.List;

/** A call's arguments: literals to specialize on, evaluators to run and close together. */
public final class Arguments {
    private Arguments() {}

    /** Whether argument {@code index} is there and is a literal (NULL too). */
    public static boolean isLiteral(Expr.Call call, int index) {
        return index < call.arguments().size() && call.arguments().get(index) instanceof Expr.Literal;
    }

    /** The literal's value, as {@link io.millrace.common.batch.Values}; null if it is NULL. */
    public static Object literal(Expr.Call call, int index) {
        return ((Expr.Literal) call.arguments().get(index)).value();
    }

    /** A VARCHAR literal that must be there, such as a unit. */
    public static String requiredText(Expr.Call call, int index) {
        if (isLiteral(call, index) && literal(call, index) instanceof String text) {
            return text;
        }
        throw new MillraceException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "argument " + (index + 1) + " of " + call.function() + " must be a literal that is not NULL");
    }

    public static MillraceException unsupported(Expr.Call call) {
        return new MillraceException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                call.function() + " does not take " + call.arguments().stream().map(a -> a.type().toString()).toList());
    }

    /** All arguments' values at the selected rows, owned by the caller; none if one fails. */
    public static List<Column> evaluate(List<Evaluator> arguments, Batch input, Selection selection) {
        List<Column> columns = new ArrayList<>(arguments.size());
        try {
            for (Evaluator argument : arguments) {
                columns.add(argument.evaluate(input, selection));
            }
            return columns;
        } catch (Throwable t) {
            close(columns);
            throw t;
        }
    }

    public static void close(List<Column> columns) {
        columns.forEach(Column::close);
    }

    public static void closeEvaluators(List<Evaluator> evaluators) {
        evaluators.forEach(Evaluator::close);
    }
}
