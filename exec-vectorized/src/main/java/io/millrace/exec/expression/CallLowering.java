package io.millrace.exec.expression;

import io.millrace.common.expr.Expr;
import java.util.List;

/** Makes the evaluator of a call to one function. */
@FunctionalInterface
public interface CallLowering {
    /**
     * The evaluator of {@code call}, for one thread; it owns {@code arguments} (those that are literals too, so that it can look at
     * {@code call.arguments()} and specialize) and closes them. Chosen once, by the arguments' types; nothing is looked up per batch.
     *
     * @throws io.millrace.common.error.MillraceException FEATURE_NOT_SUPPORTED if the function does not take these types
     */
    Evaluator lower(Expr.Call call, List<Evaluator> arguments, EvaluationContext context);
}
