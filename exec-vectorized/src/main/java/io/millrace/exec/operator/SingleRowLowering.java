package io.millrace.exec.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;

/** SingleRow. */
public final class SingleRowLowering {
    private SingleRowLowering() {}

    public static Draft lower(PlanNode.SingleRow node, Lowering lowering) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "SingleRow is not supported");
    }
}
