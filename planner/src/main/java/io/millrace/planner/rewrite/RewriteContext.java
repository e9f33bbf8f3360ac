package io.millrace.planner.rewrite;

/**
 * What rewrites may do.
 *
 * @param optimize false: only what correctness needs (subqueries become joins), nothing that is merely faster
 * @param continuous the plan will be stepped for ever, so rewrites that assume a fixed input are left out
 */
public record RewriteContext(boolean optimize, boolean continuous) {
    public static final RewriteContext BATCH = new RewriteContext(true, false);
}
