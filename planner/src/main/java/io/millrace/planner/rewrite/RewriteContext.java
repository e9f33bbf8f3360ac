package io.millrace.planner.rewrite;

import io.millrace.planner.expression.ExpressionLowering;

/**
 * What rewrites may do.
 *
 * @param optimize false: only what correctness needs (subqueries become joins), nothing that is merely faster
 * @param continuous the plan will be stepped for ever, so rewrites that assume a fixed input are left out
 * @param expressions computes constants for estimates; null: they are guessed
 */
public record RewriteContext(boolean optimize, boolean continuous, ExpressionLowering expressions) {
    public static final RewriteContext BATCH = new RewriteContext(true, false);

    public RewriteContext(boolean optimize, boolean continuous) {
        this(optimize, continuous, null);
    }
}
