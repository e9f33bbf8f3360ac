package io.millrace.planner.rewrite;

import org.apache.calcite.rel.RelNode;

/** The rewrite passes, one line each, in order. */
public final class Rewriter {
    private Rewriter() {}

    /** The same query in a form that can be lowered: no subquery expressions, no correlation but that of UNNEST; field names and types of the root are kept. */
    public static RelNode rewrite(RelNode root, RewriteContext context) {
        return root;
    }
}
