package io.millrace.exec.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Layout;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.scan.ColumnReferences;
import java.util.BitSet;

/** Unnest → {@link UnnestOperator}. */
public final class UnnestLowering {
    private UnnestLowering() {}

    public static Draft lower(PlanNode.Unnest node, BitSet required, Lowering lowering) {
        BitSet needed = required.get(0, node.input().schema().size());
        for (Expr collection : node.collections()) {
            if (collection.type().layout() != Layout.LIST) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "UNNEST of " + collection.type() + " is not supported");
            }
            Expressions.evaluator(collection, lowering.context().evaluation(lowering.context().allocator(), 0)).close();
            needed.or(ColumnReferences.of(collection));
        }
        return lowering.then(lowering.lower(node.input(), needed), lane -> new UnnestOperator(node, lane));
    }
}
